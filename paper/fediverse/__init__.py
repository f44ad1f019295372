"""The paper in the fediverse (ActivityPub): its actors, what they say, who follows."""
