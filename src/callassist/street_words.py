"""Words of street addresses and how they are written short: USPS Publication 28, Postal Addressing Standards.

Appendix C1 (street suffixes), C2 (secondary units), section 233 (directions); each line begins with the short form.
"""

from __future__ import annotations

from typing import Final

_SUFFIXES: Final = """
aly alley allee ally|anx annex anex|arc arcade|ave avenue av aven avenu avn avnue|bch beach|bg burg|blf bluff|
blvd boulevard boul boulv blv|bnd bend|br branch brnch|brg bridge brdge|brk brook|byp bypass bypa|byu bayou bayoo|
cir circle circ circl crcl crcle|cirs circles|clb club|clf cliff|clfs cliffs|cmn common|cor corner|cors corners|
cp camp cmp|cpe cape|cres crescent crsent crsnt|crk creek|crse course|crst crest|cswy causeway causwa|ct court|
cts courts|ctr center cen cent centr centre cnter cntr|cv cove|cyn canyon canyn cnyn|dl dale|dm dam|dr drive driv drv|
drs drives|dv divide div dvd|est estate|ests estates|expy expressway exp expr express expw|ext extension extn extnsn|
fld field|flds fields|fls falls|flt flat|flts flats|frd ford|frg forge forg|frk fork|frks forks|frst forest forests|
fry ferry frry|ft fort frt|fwy freeway freewy frway frwy|gdn garden gardn grden grdn|gdns gardens grdns|
gln glen|grn green|grv grove grov|gtwy gateway gatewy gatway gtway|hbr harbor harb harbr hrbor harbour|hl hill|
hls hills|holw hollow hllw hollows holws|hts heights ht|hvn haven|hwy highway highwy hiway hiwy hway|inlt inlet|
is island islnd|iss islands islnds|jct junction jction jctn junctn juncton|knl knoll knol|knls knolls|
lk lake|lks lakes|lndg landing lndng|ln lane|lgt light|lf loaf|lck lock|ldg lodge ldge lodg|mdw meadow|
mdws meadows medows|ml mill|mls mills|mnr manor|msn mission missn mssn|mt mount mnt|mtn mountain mntain mntn mountin|
nck neck|orch orchard orchrd|oval ovl|pkwy parkway parkwy pkway pky|pkwys parkways|pl place|pln plain|
plns plains|plz plaza plza|pnes pines|pr prairie prr|prt port|psge passage|pt point|pts points|
radl radial rad radiel|rdg ridge rdge|rdgs ridges|riv river rvr rivr|rd road|rds roads|rnch ranch ranches rnchs|
rpd rapid|rpds rapids|rst rest|rte route|shl shoal|shls shoals|shr shore shoar|shrs shores shoars|skwy skyway|
spg spring spng sprng|spgs springs spngs sprngs|sq square sqr sqre squ|st street strt str saint|sta station statn stn|
strm stream streme|smt summit sumit sumitt|ter terrace terr|tpke turnpike trnpk turnpk|trce trace traces|
trak track tracks trk trks|trl trail trails trls|trlr trailer|tunl tunnel tunel tunls tunnels tunnl|
vl ville|vlg village vill villag villg villiage|vly valley vally vlly|vw view|vws views|vis vista vist vst vsta|
walk walks|way wy|wl well|wls wells|xing crossing crssng|xrd crossroad"""
_DIRECTIONS: Final = "n north|s south|e east|w west|ne northeast|nw northwest|se southeast|sw southwest"
_ORDINALS: Final = (
    "1st first|2nd second|3rd third|4th fourth|5th fifth|6th sixth|7th seventh|8th eighth|9th ninth|10th tenth"
)
_UNITS: Final = """
apt apartment appt|bldg building bld|dept department|fl floor flr|hngr hanger|lot lt|no num number|pier|rm room|
slip|spc space sp|ste suite|stop|trlr trailer|unit un"""
_BARE_UNITS: Final = "bsmt basement|frnt front|lbby lobby|lowr lower|ofc office|ph penthouse|rear|side|uppr upper"


def _by_word(text: str) -> dict[str, str]:
    """Each spelling to its short form."""
    lines = (line.split() for line in text.split("|"))
    return {word: line[0] for line in lines for word in line}


SUFFIXES: Final = frozenset(_by_word(_SUFFIXES).values())
DIRECTIONS: Final = frozenset(_by_word(_DIRECTIONS).values())
SHORT: Final = _by_word(_SUFFIXES) | _by_word(_DIRECTIONS) | _by_word(_ORDINALS)
UNITS: Final = _by_word(_UNITS)
"""Words that the name of a unit follows."""
BARE_UNITS: Final = _by_word(_BARE_UNITS)
"""Words that are a unit by themselves, at the end of a line."""
ALIKE: Final = frozenset({"apt", "unit", "ste", "no", "rm", "lot", "spc", "trlr"})
"""Units that one door may be called by: apt 3, unit 3 and # 3 are one."""
NUMBERED: Final = frozenset({"hwy", "rte", "rr", "hc"})
"""Words whose number is the road's name: what follows them is no door."""
