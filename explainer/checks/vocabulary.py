"""What checks know of languages: months, numbers in words, words that soon go stale.

Pure. A language that isn't here is simply not checked for them.
"""

MONTHS = {
    "en": "january february march april may june july august september october "
    "november december",
    "de": "januar februar märz april mai juni juli august september oktober november "
    "dezember",
    "fr": "janvier février mars avril mai juin juillet août septembre octobre novembre "
    "décembre",
    "es": "enero febrero marzo abril mayo junio julio agosto septiembre octubre "
    "noviembre diciembre",
    "uk": "січня лютого березня квітня травня червня липня серпня вересня жовтня "
    "листопада грудня",
}
# Words that are months only beside a day or a year.
AMBIGUOUS = {"may", "march", "mars", "august", "mai"}
BEFORE_MONTHS = {
    "en": "in|since|by|until|early|late|mid|last|next|of|from|to",
    "de": "im|seit|bis|anfang|ende|mitte",
    "fr": "en|depuis|début|fin|mi",
    "es": "en|desde|hasta|de",
}

UNITS = {
    "en": "two three four five six seven eight nine ten eleven twelve thirteen "
    "fourteen fifteen sixteen seventeen eighteen nineteen",
    "de": "zwei drei vier fünf sechs sieben acht neun zehn elf zwölf dreizehn vierzehn "
    "fünfzehn sechzehn siebzehn achtzehn neunzehn",
    "fr": "deux trois quatre cinq six sept huit neuf dix onze douze treize quatorze "
    "quinze seize dix-sept dix-huit dix-neuf",
    "es": "dos tres cuatro cinco seis siete ocho nueve diez once doce trece catorce "
    "quince dieciséis diecisiete dieciocho diecinueve",
    "uk": "два три чотири п’ять шість сім вісім дев’ять десять одинадцять дванадцять "
    "тринадцять чотирнадцять п’ятнадцять шістнадцять сімнадцять вісімнадцять "
    "дев’ятнадцять",
}
TENS = {
    "en": "twenty thirty forty fifty sixty seventy eighty ninety",
    "de": "zwanzig dreißig vierzig fünfzig sechzig siebzig achtzig neunzig",
    "fr": "vingt trente quarante cinquante soixante",
    "es": "veinte treinta cuarenta cincuenta sesenta setenta ochenta noventa",
    "uk": "двадцять тридцять сорок п’ятдесят шістдесят сімдесят вісімдесят дев’яносто",
}
# Hundreds, thousands, millions, billions and trillions, in all their forms.
SCALES = {
    "en": ("hundred", "thousand", "million m mn", "billion bn", "trillion tn"),
    "de": (
        *("hundert", "tausend", "million millionen mio"),
        *("milliarde milliarden mrd", "billionen"),
    ),
    "fr": ("cent cents", "mille", "million millions", "milliard milliards"),
    "es": ("cien", "mil", "millón millones"),
    "uk": (
        *("", "тисяч тисячі тис", "мільйон мільйони мільйонів млн"),
        "мільярд мільярди мільярдів млрд",
    ),
}
ROUGHLY = {
    "en": "about almost nearly around roughly over under some least most than "
    "approximately up",
    "de": "etwa rund fast knapp über unter mehr mindestens höchstens ungefähr",
    "fr": "environ presque près plus moins quelque",
    "es": "unos unas casi cerca más menos alrededor",
    "uk": "близько майже понад приблизно більше менше",
}

UNIT_OF_TIME = "week|month|year|night|summer|winter|spring|autumn|weekend"
DAYS = "monday|tuesday|wednesday|thursday|friday|saturday|sunday"
RELATIVE = {
    "en": "yesterday|tomorrow|tonight|recently|lately|nowadays|these days|"
    rf"(?:last|this|(?<!the )next) (?:{UNIT_OF_TIME}|{DAYS})|this (?:morning|evening)|"
    r"(?:in|over) recent (?:days|weeks|months|years)|"
    r"(?:a few|several|two|three|\d+) (?:days|weeks|months|years) ago|just now",
    "de": "gestern|vorgestern|übermorgen|kürzlich|neulich|jüngst|letztens|"
    r"heute (?:morgen|abend|nacht)|"
    r"(?:letzte|vergangene|kommende|nächste|diese)[nrsm]? "
    r"(?:woche|monat|jahr|montag|dienstag|mittwoch|donnerstag|freitag|samstag|sonntag|"
    r"wochenende)|in (?:jüngster|letzter) zeit|vor (?:kurzem|wenigen \w+)",
    "fr": r"hier|avant-hier|demain|récemment|dernièrement|ces (?:derniers|dernières) "
    r"(?:jours|mois|semaines|années)|ce (?:matin|soir)|"
    r"(?:la semaine|le mois|l[’']année|l[’']an) (?:dernière?|prochaine?|passée?)|"
    r"il y a (?:quelques|deux|trois|\d+) (?:jours|semaines|mois|ans)",
    "es": r"ayer|anteayer|anoche|recientemente|últimamente|"
    r"(?:la semana|el mes|el año) (?:pasad[oa]|próxim[oa]|que viene)|"
    r"(?:la próxima semana|el próximo (?:mes|año))|"
    r"hace (?:unos|pocos|dos|tres|\d+) (?:días|meses|años|semanas)|"
    r"en los últimos (?:días|meses|años)",
    "uk": r"вчора|учора|позавчора|завтра|нещодавно|днями|останнім часом|"
    r"(?:минулого|наступного|цього) (?:тижня|місяця|року)|"
    r"(?:кілька|два|три|\d+) (?:днів|дні|тижнів|тижні|місяців|місяці|років|роки) тому",
    "ar": "أمس|غدا|غدًا|مؤخرا|مؤخرًا|الأسبوع الماضي|الشهر الماضي|العام الماضي",
}
SAY = (
    "say|says|said|believe|believed|warn|warned|fear|feared|argue|argued|insist|"
    "insisted|admit|admitted|claim|claimed|told"
)
UNNAMED = {
    "en": r"(?:officials|sources|experts|analysts|observers|critics|insiders|"
    rf"diplomats) (?:{SAY})|"
    r"according to (?:officials|sources|experts|analysts|insiders)",
    "de": r"(?:experten|beobachter|kritiker|beamte|diplomaten) (?:sagen|sagten|warnen|"
    r"warnten|meinen|fürchten)|wie es heißt|aus (?:regierungs)?kreisen",
    "fr": r"(?:selon|d[’']après) (?:des|les|plusieurs) (?:sources|experts|observateurs|"
    r"responsables)|(?:des|les) (?:experts|responsables) (?:disent|affirment|estiment)",
    "es": r"según (?:fuentes|expertos|analistas|funcionarios)|"
    r"(?:los )?(?:expertos|analistas|funcionarios) (?:dicen|afirman|advierten)",
    "uk": r"(?:експерти|аналітики|чиновники|джерела|дипломати) (?:кажуть|вважають|"
    r"попереджають|повідомляють)|за словами (?:експертів|джерел|чиновників)",
}
# Link texts that say nothing of where they lead.
EMPTY_LINKS = {
    *("here", "click here", "this", "link", "this link", "read more", "more"),
    *("hier", "mehr", "weiterlesen", "ici", "cliquez ici", "lire la suite"),
    *("aquí", "leer más", "haga clic aquí", "тут", "ось тут", "детальніше", "هنا"),
}


def base_language(language: str) -> str:
    """The part of a language code that decides about words."""
    return language.partition("-")[0].lower() or "en"
