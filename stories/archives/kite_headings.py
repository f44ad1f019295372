"""Fields of Kite that are sections here: their headings in the paper's languages, and
the words that say nothing. Pure."""

import re

# Fields that share a heading stand under one, in this order.
SECTIONS: dict[str, tuple[str, ...]] = {
    "technical": ("technical_details", "technical_specifications"),
    "business": ("business_angle_text", "business_angle_points"),
    "reactions": ("international_reactions",),
    "players": ("key_players",),
    "geopolitics": ("geopolitical_context",),
    "humanitarian": ("humanitarian_impact",),
    "economy": ("economic_implications",),
    "science": ("scientific_significance",),
    "industry": ("industry_impact", "gaming_industry_impact"),
    "users": ("user_experience_impact",),
    "actions": ("user_action_items",),
    "travel": ("travel_advisory",),
    "destination": ("destination_highlights",),
    "food": ("culinary_significance",),
    "performance": ("performance_statistics",),
    "standings": ("league_standings",),
    "gameplay": ("gameplay_mechanics",),
    "craft": ("diy_tips",),
    "design": ("design_principles",),
    "outlook": ("future_outlook",),
    "aside": ("did_you_know",),
}
LANGUAGES = ("en", "de", "fr", "es", "uk", "ar")
WORDS = """
technical|Technical details|Technische Einzelheiten|Détails techniques|Detalles técnicos|Технічні подробиці|تفاصيل تقنية
business|Business angle|Wirtschaftlich betrachtet|Le point de vue économique|El punto de vista económico|Діловий погляд|الجانب التجاري
reactions|International reactions|Internationale Reaktionen|Réactions internationales|Reacciones internacionales|Міжнародна реакція|ردود الفعل الدولية
players|Key players|Wichtige Beteiligte|Acteurs principaux|Principales protagonistas|Головні учасники|الأطراف الرئيسية
geopolitics|Geopolitical context|Geopolitischer Zusammenhang|Contexte géopolitique|Contexto geopolítico|Геополітичний контекст|السياق الجيوسياسي
humanitarian|Humanitarian impact|Humanitäre Folgen|Conséquences humanitaires|Consecuencias humanitarias|Гуманітарні наслідки|الأثر الإنساني
economy|Economic implications|Folgen für die Wirtschaft|Conséquences économiques|Consecuencias económicas|Економічні наслідки|الآثار الاقتصادية
science|Scientific significance|Bedeutung für die Wissenschaft|Portée scientifique|Importancia científica|Наукове значення|الأهمية العلمية
industry|Industry impact|Folgen für die Branche|Conséquences pour le secteur|Consecuencias para el sector|Наслідки для галузі|الأثر في القطاع
users|What it means for users|Was es für Nutzer bedeutet|Ce que cela change pour les usagers|Qué significa para los usuarios|Що це означає для користувачів|ماذا يعني للمستخدمين
actions|What you can do|Was man tun kann|Ce que l’on peut faire|Qué se puede hacer|Що можна зробити|ما الذي يمكن فعله
travel|Travel advice|Reisehinweise|Conseils aux voyageurs|Consejos para viajeros|Поради мандрівникам|نصائح للمسافرين
destination|Worth seeing|Sehenswert|À voir|Qué ver|Що варто побачити|أماكن تستحق الزيارة
food|At the table|Zu Tisch|À table|En la mesa|За столом|على المائدة
performance|Figures|Zahlen|Chiffres|Cifras|Цифри|أرقام
standings|Standings|Tabellenstand|Classement|Clasificación|Турнірне становище|الترتيب
gameplay|How it plays|Wie es sich spielt|Comment on y joue|Cómo se juega|Як у це грають|كيف تُلعب
craft|How to do it|So wird es gemacht|Comment s’y prendre|Cómo hacerlo|Як це зробити|كيف تفعل ذلك
design|Design principles|Grundsätze der Gestaltung|Principes de conception|Principios de diseño|Принципи дизайну|مبادئ التصميم
outlook|Outlook|Ausblick|Perspectives|Perspectivas|Перспективи|التوقعات
aside|Did you know?|Wussten Sie das?|Le saviez-vous ?|¿Lo sabía?|Чи знали ви?|هل تعلم؟
"""
TABLE = {
    name: dict(zip(LANGUAGES, said, strict=True))
    for name, *said in (line.split("|") for line in WORDS.strip().splitlines())
}
# "No international reaction was reported in the provided articles."
FILLER = re.compile(
    r"(?is)^no(?:ne)?\b.{0,120}\b(?:reported|mentioned|provided|available|specified"
    r"|stated|noted|given|identified|disclosed)\b.{0,80}$"
)
# "The articles do not say when it opens."
UNKNOWN = re.compile(
    r"(?i)\b(?:articles?|sources?|reports?|coverage)\b.{0,40}\b(?:do|does|did)"
    r"(?: not|n['’]t) (?:say|specify|mention|state|provide|give|report|detail"
    r"|disclose|indicate|include|name)|\b(?:is|are|was|were|has|have)(?: not|n['’]t)"
    r"(?: been)? (?:specified|disclosed|stated|mentioned|reported|detailed|provided"
    r"|announced|known)\b.{0,60}(?:articles?|sources?|reports?|coverage|yet)"
)


def heading(section: str, language: str) -> str:
    """What a section is called in a text's language, or in English."""
    base = language.partition("-")[0].lower()
    return TABLE[section].get(base, TABLE[section]["en"])
