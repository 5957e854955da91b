"""Words that companies' names share: legal forms, words that tell nobody from anybody, and what is written short."""

from __future__ import annotations

from typing import Final

LEGAL_FORMS: Final = frozenset(
    """
    ab ad ag ao aps as asa bhd bv bvba cia co comanditaria company corp corporate corporation cv doo eeig eg ehf eirl
    epe eurl ev fze fzco fzc gbr ges gie gmbh hf incorporated inc jsc kabushiki kaisha kft kg kgaa kk lda limitada
    limited limitee llc llp lp ltd ltda maatschappij mbh nv oao ohg ooo oy oyj pao pbc pc pcl pjsc plc pllc pt
    pte pty pvt private proprietary public
    sa saa sab sac sagl sapi sarl sas sca scs sdn se sia societe spa spol sprl sro srl
    ste tbk ug uab vof zao zoo zrt
    """.split()  # noqa: SIM905  (a list of one word a line would hide the rest of this file)
)
"""How companies are set up, in the spellings of many countries, folded. Two words of a name are never all of them."""

CJK_FORMS: Final = (
    *("股份有限公司", "有限责任公司", "有限責任公司", "集团有限公司", "集團有限公司", "有限公司", "股份公司"),
    *("株式会社", "株式會社", "有限会社", "合同会社", "주식회사", "유한회사", "集团", "集團", "公司"),
)
"""The longest first."""

GENERIC: Final = frozenset(
    """
    advanced agency ai america american analytics asia asian associates association australia bank beijing brand brands
    business canada capital center centre chemical china chinese city cloud communication computing consulting
    consultants data design development digital distribution division east electric electronic energy engineering
    enterprise equipment europe european export factory finance financial first foundation france general german germany
    global group guangdong guangzhou hangzhou healthcare holding hong hongkong import india industrial industry
    information innovation institute instrument intelligence intelligent international international investment israel
    japan kong korea lab laboratory latin learning logistics machine management manufacturing marine marketing material
    materials medical middle nanjing national network new north nanotechnology office online operation pacific partner
    photonics platform power precision product project property public quantum region regional representative research
    resource robotics russia science security semiconductor service shanghai shenzhen singapore smart software solution
    south state store studio supply system taiwan technical technology telecom telecommunication tianjin tokyo trade
    trading transport uk united university usa venture vietnam west world worldwide wuhan
    """.split()  # noqa: SIM905  (as above)
)
"""Words, in the singular, that say what or where a company is rather than which."""

LEFT_OUT: Final = frozenset({"and", "the", "of", "for", "de", "la", "le", "und", "et", "y", "e", "da", "do"})

SHORT: Final = {
    "adv": "advanced",
    "assoc": "association",
    "assn": "association",
    "bros": "brothers",
    "chem": "chemical",
    "comm": "communication",
    "comms": "communication",
    "ctr": "center",
    "dept": "department",
    "dev": "development",
    "dist": "distribution",
    "div": "division",
    "elec": "electric",
    "elect": "electronic",
    "electronics": "electronic",
    "engg": "engineering",
    "eng": "engineering",
    "engr": "engineering",
    "ent": "enterprise",
    "equip": "equipment",
    "fin": "financial",
    "gen": "general",
    "govt": "government",
    "grp": "group",
    "hldg": "holding",
    "hldgs": "holding",
    "ind": "industry",
    "inds": "industry",
    "industries": "industry",
    "info": "information",
    "inst": "institute",
    "instr": "instrument",
    "int": "international",
    "intl": "international",
    "inv": "investment",
    "lab": "laboratory",
    "labs": "laboratory",
    "laboratories": "laboratory",
    "mfg": "manufacturing",
    "mgmt": "management",
    "mgt": "management",
    "natl": "national",
    "prod": "product",
    "prods": "product",
    "res": "research",
    "sci": "science",
    "sciences": "science",
    "semi": "semiconductor",
    "soln": "solution",
    "solns": "solution",
    "svc": "service",
    "svcs": "service",
    "sw": "software",
    "sys": "system",
    "tech": "technology",
    "techs": "technology",
    "technologies": "technology",
    "tel": "telecommunication",
    "telecom": "telecommunication",
    "telecoms": "telecommunication",
    "univ": "university",
    "companies": "company",
    "universities": "university",
    "properties": "property",
    "agencies": "agency",
    "activities": "activity",
}
"""Short or plural forms, folded, and the word that both sides are compared by."""
