"""Headings by which papers call what a story has a block for, in its six languages.

Pure. What isn't in the list stays a heading of the text.
"""

import re

SIGNS = re.compile(r"[\s:.…!?¿¡؟،\-–—\"“”«»„]+")
# Of each block the names that papers give it, without signs and capitals.
HEADINGS = {
    "summary": (
        "what's happened|what happened|what is happening|what's happening|the news"
        "|was passiert ist|was ist passiert|was geschehen ist|worum geht es"
        "|worum es geht|ce qui s'est passé|que s'est-il passé|les faits"
        "|qué ha pasado|qué pasó|qué ocurrió|los hechos"
        "|що сталося|що відбулося|що трапилося|ماذا حدث|ما الذي حدث|ما حدث"
    ),
    "key_points": (
        "key points|key takeaways|takeaways|at a glance|the main points|highlights"
        "|das wichtigste|das wichtigste in kürze|auf einen blick|kernpunkte"
        "|points clés|l'essentiel|à retenir|ce qu'il faut retenir|en bref"
        "|puntos clave|lo esencial|claves|las claves"
        "|головне|ключові моменти|основні пункти|коротко"
        "|النقاط الرئيسية|أبرز النقاط|أهم النقاط"
    ),
    "brief": "in brief|the short version|in short|kurz gefasst|in kürze|en résumé"
    "|en pocas palabras|en resumen|стисло|باختصار",
    "report": "in full|the full story|full story|der ganze bericht|en détail"
    "|al detalle|en detalle|повністю|докладно|بالتفصيل",
    "sections": (
        "what's behind the headline|what's behind the headlines|behind the headline"
        "|analysis|the analysis|was steckt dahinter|hinter der schlagzeile|analyse"
        "|l'analyse|ce qu'il y a derrière|análisis|qué hay detrás"
        "|що за цим стоїть|аналіз|що стоїть за заголовком|ما وراء الخبر|تحليل|التحليل"
    ),
    "papers": (
        "what the papers say|what the newspapers say|press review|in the press"
        "|was die zeitungen schreiben|was die presse sagt|pressestimmen|presseschau"
        "|ce qu'en dit la presse|ce que dit la presse|revue de presse"
        "|qué dice la prensa|qué dicen los periódicos|revista de prensa"
        "|що пишуть газети|що пише преса|огляд преси"
        "|ماذا تقول الصحف|ما تقوله الصحف|أقوال الصحف"
    ),
    "divergence": "where they differ|where they disagree|worin sie sich unterscheiden"
    "|où ils divergent|en qué difieren|у чому вони розходяться|أين يختلفون",
    "background": (
        "how we got here|background|the background|the backstory|context"
        "|wie es dazu kam|hintergrund|vorgeschichte|comment en est-on arrivé là"
        "|contexte|le contexte|cómo hemos llegado hasta aquí|cómo llegamos aquí"
        "|contexto|antecedentes|як до цього дійшло|передісторія|контекст|тло"
        "|كيف وصلنا إلى هنا|الخلفية|خلفية"
    ),
    "timeline": (
        "timeline|the timeline|chronology|a timeline|zeitleiste|chronologie|zeitachse"
        "|chronik|la chronologie|frise chronologique|cronología|línea de tiempo"
        "|línea temporal|хронологія|хроніка|التسلسل الزمني|الخط الزمني|الجدول الزمني"
    ),
    "unknowns": (
        "what we do not know yet|what we don't know yet|what we don't know"
        "|what is not known|not known yet|was wir noch nicht wissen"
        "|was wir nicht wissen|ce que l'on ne sait pas encore|ce qu'on ignore encore"
        "|lo que aún no sabemos|lo que no sabemos|чого ми ще не знаємо"
        "|чого ми не знаємо|ما لا نعرفه بعد"
    ),
    "expectations": (
        "what happens next|what's next|what next|wie es weitergeht|wie geht es weiter"
        "|et maintenant|la suite|qué pasará ahora|qué sigue|що далі"
        "|що буде далі|ماذا بعد|ما الخطوة التالية"
    ),
    "questions": (
        "q&a|q & a|questions and answers|common questions|common question|faq|faqs"
        "|frequently asked questions|your questions answered|fragen und antworten"
        "|häufige fragen|häufige frage|questions et réponses|questions réponses"
        "|questions fréquentes|foire aux questions|preguntas y respuestas"
        "|preguntas frecuentes|preguntas comunes|питання та відповіді"
        "|запитання і відповіді|поширені запитання|часті запитання"
        "|أسئلة وأجوبة|سؤال وجواب|أسئلة شائعة|الأسئلة الشائعة"
    ),
    "sources": (
        "sources|references|go deeper|further reading|read more|links|footnotes"
        "|quellen|quellenangaben|einzelnachweise|mehr dazu|weiterlesen|fußnoten"
        "|références|pour aller plus loin|à lire aussi|notes"
        "|fuentes|referencias|para saber más|más información"
        "|джерела|посилання|читайте також|докладніше"
        "|المصادر|المراجع|اقرأ أيضا|للمزيد"
    ),
    "glossary": "glossary|terms|glossar|begriffe|glossaire|lexique|glosario|глосарій"
    "|словник|مسرد|مصطلحات",
}


def folded(words: str) -> str:
    return SIGNS.sub(" ", words.casefold().replace("’", "'")).strip()


KNOWN = {
    folded(name): block
    for block, names in HEADINGS.items()
    for name in names.split("|")
}
LONGEST = max(map(len, KNOWN)) + 8


def block_of(words: str) -> str:
    """The block that a heading begins, or nothing."""
    return KNOWN.get(folded(words), "") if len(words) <= LONGEST else ""
