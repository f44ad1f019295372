"""Words that say nothing of what a reader looks for: they ask, point and join. Pure.

As tokens are, without marks.
"""

ENGLISH = (
    "a an the and or but of to in for from with by as at about into over after is "
    "are was were be been being am do does did doing done has have had having "
    "will would can could should may might must this that these those there here "
    "it its he she they them their his her we our you your i my me us what which "
    "who whom whose when where why how happening happened happen s t re ve ll not "
    "no if than then so just please tell on go goes going went gone get gets got "
    "up out off down make makes made take takes took also still only more most "
    "any some all much many now yet again because between during against under"
)
GERMAN = (
    "der das den dem des ein eine einer eines einem einen und oder aber von vom "
    "zu zum zur im mit bei beim auf aus fur uber nach vor ist sind waren wird "
    "werden wurde wurden hat haben hatte kann konnen soll sollen muss es er sie "
    "wir ihr ich nicht kein keine wie wer wem wen wessen wann wo warum wieso "
    "weshalb wozu welche welcher welches die war will man so nur noch auch schon "
    "sich uns euch als wenn dass weil ob bin bist gibt gab mehr"
)
FRENCH = (
    "le la les un une des du de et ou mais dans en au aux pour par sur avec sans "
    "est sont etait ete a ont avait il elle ils elles nous vous je se ce cette "
    "ces cet que qui quoi quand pourquoi comment combien quel quelle quels "
    "quelles l d j n m c qu fait font son sa ses leur leurs pas ne plus on y "
    "aussi tout tous meme"
)
SPANISH = (
    "el los las uno unos unas y o pero del al con sin por para es son era fue ha "
    "han habia se su sus lo le les nos que quien quienes cuando donde porque como "
    "cual cuales cuanto hace hacen esta este estos estas ser mas muy ya un una te "
    "sobre entre hasta desde"
)
UKRAINIAN = (
    "і та а але або в у на з із зі до від для про по за що як хто коли де чому "
    "навіщо яка який яке які скільки чи не це цеи ця ці є був була було були буде "
    "він вона вони ми ви"
)
ARABIC = (
    "من في على علي الي عن مع ما ماذا لماذا متي اين كيف هل كم هو هي هذا هذه ذلك ان او و"
)
# What readers of another language look for: war, and who will die in it.
TELLING = (
    "war die will man son sin pour elle era par fur den hat con pas ser more te made"
)

LISTS = {"en": ENGLISH, "de": GERMAN, "fr": FRENCH, "es": SPANISH, "uk": UKRAINIAN}
WORDS = {code: frozenset(words.split()) for code, words in LISTS.items()}
WORDS["ar"] = frozenset(ARABIC.split())
# Those that are left out of a query, whatever language that is in.
COMMON = frozenset().union(*WORDS.values()) - {*TELLING.split()}
