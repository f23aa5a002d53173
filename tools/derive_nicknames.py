"""Derive data/tables/nicknames.csv from a published list of nicknames and a list of our own. For maintainers.

    python tools/derive_nicknames.py NAMES_CSV OUT_FOLDER

NAMES_CSV is `nicknames/names.csv` of PyPI `nicknames` 1.0.1 (Apache-2.0): pairs of a given name and what those who
bear it are called, without weights. Ours has the usual short form of common names, what the published list lacks
(Spanish and Russian short forms, clerks' abbreviations), and spellings of one name.
"""

from __future__ import annotations

import argparse
import csv
from itertools import combinations
from pathlib import Path
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Iterator

USUAL: Final = 1.0
COMMON: Final = 0.8
SHORTENED: Final = 0.6
RARE: Final = 0.3
SPELLING: Final = 0.9

# name: what most who bear it and have a nickname are called | what many are called
OURS: Final = """
albert: al bert | bertie
alejandra: ale | jandra sandra
alejandro: alex ale | jandro
alexander: alex | al sasha xander lex sandy alec
alexandra: alex | sasha lexi sandra ali lexie allie
alexandria: alex | lexi
alfonso: poncho foncho | fonso ponchito
alfred: al fred
alfredo: fredo freddy | alfre fello feyo
alicia: licha | ali lichita
alonso: loncho
amanda: mandy | manda
ambrosio: bocho
ana: anita | anna annie
andrea: andy | drea andie
andrew: andy drew
andres: andy | andresito
angela: angie | angelita
angelica: angie | angeles
anthony: tony | ant
antonia: toni tona | tonia
antonio: tony tono | antuan toni tonho
armando: mando | mandy
arthur: art | artie
arturo: turo art | arturito
augustine: gus augie
barbara: barb | barbie babs
beatrice: bea | trixie
beatriz: bety betty bea | ticha
benjamin: ben | benny benji
bernardo: nardo | berna
brenda: bren
bradley: brad
candelaria: cande
carlos: charlie carlitos | calo lito
carmen: carmela carmelita | menchu
carolyn: carol | carrie
carolina: caro carol
catalina: cata lina
catherine: cathy kate | katie cat cathie kathy kitty
cecilia: ceci chila | cece
charles: charlie chuck | chas chip charley chaz
charlotte: charlie lottie | char
christian: chris
christina: chris tina | chrissy christy
christine: chris tina | chrissy christy
christopher: chris | topher kit kris
clifford: cliff
concepcion: concha | conchita concepta chita
consuelo: chelo | consuelito
cristina: cris tina | kris
crystal: crys
cynthia: cindy | cyndi
daniel: dan danny
daniela: dani
david: dave | davy davey
deborah: debbie deb | debby debra
delores: lola | dee lori
diego: dieguito
dolores: lola | lolita
dominic: dom | nick
dominga: minga
domingo: mingo | mincho
donald: don | donnie donny
dorothy: dot dottie | dottie dolly
eduardo: eddie lalo | ed edu guayo
edward: ed eddie | ted ned eddy teddy
edwin: ed | eddie
elena: lena nena | helen
eleanor: ellie nell | nora
elizabeth: liz beth betty lisa | betsy lizzie eliza libby bess bessie ella liza lizzy
emanuel: manny
emilia: mila emi
emiliano: milo | emi
encarnacion: encarna
enrique: quique kike rick | henry ricky
ernest: ernie
ernesto: neto ernie
esperanza: espe | pera
esther: essie | teche
eugene: gene
eugenio: geno | gene queno
ezekiel: zeke
federico: fede fico lico | rico fred
felipe: phil pipe felo
fernanda: fer nanda
fernando: fer nando | ferdy
florence: flo
florencio: lencho
frances: fran | frannie francie
francis: frank fran
francisca: paquita pancha paca | frances cisca
francisco: paco pancho frank cisco kiko | francis curro chico quico
franklin: frank
frederick: fred | freddie rick freddy
gabriel: gabe | gabi
gabriela: gabi gaby
gabriella: gabby | gaby ella
geoffrey: jeff geoff
george: georgie | geo
gerald: jerry gerry
gerardo: jerry lalo | gera yayo
gertrude: trudy gert
gilberto: beto gil
gonzalo: gonza | chalo
graciela: chela | grace gracie
gregorio: goyo greg
gregory: greg
guadalupe: lupe lupita | pita lupillo
guillermina: mina
guillermo: memo willie | bill memito guille
gustavo: gus tavo
gwendolyn: gwen
harold: hal harry
hector: tito | torin
henry: hank | harry hal
heriberto: beto
hilario: layo
hortensia: tencha
howard: howie
humberto: beto
ignacio: nacho | iggy
ines: nena
irene: rene
isaac: ike
isabel: chabela isa | bella belle chabe
isabella: bella izzy | belle
isidro: chilo chiro
ismael: mayo
jacqueline: jackie
jacob: jake
jaime: jimmy | jim
james: jim jimmy | jamie jas
javier: javi xavi | xavier javy
jeffrey: jeff
jennifer: jen jenny | jenn jennie
jeremiah: jerry | jeremy
jeronimo: chombo
jerome: jerry
jessica: jess jessie
jesus: chuy | chucho jesse chuyito suso
joan: joanie
joaquin: quino | jack quin
john: jack johnny | jon jno
jonathan: jon | john nathan
jorge: george | coco
jose: pepe joe | chepe pepito cheo joseph joey
josefa: pepa | chepa
josefina: josie fina | pepa chepina
joseph: joe | joey jos
joshua: josh
josue: josh
juan: john juanito | johnny juancho
juana: juanita | jane
judith: judy
julia: julie | juli
julio: julito | jules
katherine: kathy kate | katie kat kathie kitty kay
kathleen: kathy | kate katie kay
kathryn: kathy kate | katie kat
kenneth: ken | kenny
kimberly: kim | kimmy
laura: laurie | lori
lawrence: larry | laurie
leonard: leo len | lenny
leonardo: leo | nardo
leticia: lety | letty ticha
lorenzo: lencho larry | enzo
lourdes: lulu
lucia: lucy | chia
luis: lou luisito | lucho wicho louis
luisa: luisita | lucha
luz: lucha
manuel: manny manolo | meme mano nelo
manuela: manola nela
marcelino: chelino
marcelo: chelo
marcos: mark
margaret: peggy maggie meg | marge margie peg madge rita daisy greta margo
margarita: mago rita maggie | margo marga
maria: mary mari | marie cuca marica
maria del carmen: maricarmen
mario: mayito
martha: marty | mattie
martin: marty
mateo: teo | matt
mathew: matt
matilda: tilly
matthew: matt
mauricio: mau | moe
maximiliano: max
melissa: missy lissa | mel
melvin: mel
mercedes: meche | mercy merche
michael: mike | mickey mick micah
michelle: shelly | chelle mitch
miguel: mike | miguelito micky
mildred: millie
miriam: mimi
mitchell: mitch
modesto: mode
monica: moni
nancy: nan
natalie: nat
nathaniel: nate nathan | nat
nicanor: nica
nicholas: nick | nicky nico
nicolas: nico nick
norma: normita
octavio: tavo
olivia: liv livia
oscar: osquitar
pablo: paul | pablito
pamela: pam
patricia: pat patty | tricia trish patsy patti paty
patrick: pat | paddy rick
patricio: pato
paulina: pau lina
pedro: pete perico | pedrito peter
peter: pete
philip: phil | pip
phillip: phil
phyllis: phyl
prudencio: pencho
rafael: rafa ralph | rafi felo raffy
ramon: moncho ray | mon
ramona: mona moncha
randall: randy
raymond: ray
raymundo: ray mundo
rebecca: becky | becca beck
refugio: cuco cuca
reginald: reggie
reynaldo: rey naldo ray
ricardo: rick ricky richard | rico richie cardo
richard: rick rich dick | richie ricky rico
robert: bob rob bobby | robbie bert robt robby
roberto: beto bob robert | tito robby
rocio: chio
rodolfo: rudy fito | rolfo
rodrigo: rigo | ro
rogelio: roger roy
roger: rodge
rolando: rolo lando
ronald: ron ronnie
rosa: rosie rosita | rose
rosalinda: rosa linda
rosario: charo chayo
russell: russ | rusty
salvador: chava sal | salva chavita
samantha: sam
samuel: sam | sammy
sandra: sandy | sandi
santiago: chago santi | jim tiago
sebastian: seb sebas | bastian
sergio: checo | serge
silvia: chiva
socorro: coco coyo
soledad: chole | sole
sophia: sophie
stanley: stan
stephanie: steph | stevie
stephen: steve
steven: steve
susan: sue | susie suzy
susana: susy susie
sylvester: sly
teodoro: teo ted
teresa: tere terry | teresita tessa
theodore: ted | teddy theo
theresa: terry tess | tessa
thomas: tom tommy | thos
timothy: tim | timmy
tomas: tom tommy | tomasito
trinidad: trini
valentina: vale tina
valeria: vale
vanessa: nessa
veronica: vero ronnie | roni
vicente: chente | vince vincent
victor: vic | vito
victoria: vicky tori | vikki toya
vincent: vince | vinny
virginia: ginny ginger
walter: walt | wally
wenceslao: chelao
william: bill will | billy willie wm liam willy
wilfredo: fredo | willie will
ximena: xime
zachary: zach | zack zak
aleksandr: sasha | alex sanya shura alik
aleksandra: sasha | alex shura
aleksei: alyosha lyosha | alex
alexei: alyosha lyosha | alex
anastasia: nastya | asya stacy ana
anatoly: tolya
anna: anya | annie ann nyura
boris: borya
dmitri: dima mitya
dmitry: dima mitya
ekaterina: katya | kate katia catherine
elizaveta: liza
evgeny: zhenya | eugene
galina: galya
georgy: zhora gosha
grigory: grisha | greg
ilya: ilyusha
irina: ira
ivan: vanya | john
konstantin: kostya
ksenia: ksyusha
larisa: lara
leonid: lyonya
lidia: lida
ludmila: lyuda mila
lyudmila: lyuda mila
mikhail: misha | michael mike
nadezhda: nadya
natalia: natasha nata | talia natalya
natalya: natasha nata
nikolai: kolya | nick
oleg: olezhka
olga: olya
pavel: pasha | paul
pyotr: petya | peter
roman: roma
sergei: seryozha | serge
stanislav: stas slava
svetlana: sveta | lana
tatiana: tanya | tania
valentin: valya
vasily: vasya
viktor: vitya | vic
vladimir: vova volodya | vlad
vladislav: vlad
vyacheslav: slava
yekaterina: katya | kate
yelena: lena
yevgeny: zhenya | eugene
yuri: yura
"""

# a clerk's short form in old files
ABBREVIATED: Final = """
alexander: alexr
andrew: andw
arthur: arth
benjamin: benj benjn
catherine: cath cathe
charles: chas
christopher: xpher chrisr
daniel: danl
david: davd
edward: edw edwd
elizabeth: eliz elizth
frederick: fredk
george: geo
guadalupe: gpe
james: jas jms
john: jno
jonathan: jona
joseph: jos
margaret: margt
maria: ma
michael: michl
nathaniel: nathl
nicholas: nichs
patrick: patk
richard: richd
robert: robt
samuel: saml
stephen: stephn
theodore: theo
thomas: thos
timothy: timy
william: wm willm
"""

# one name in several spellings: no nicknames
SPELLINGS: Final = """
aaron aron arron erin
abigail abbigail abigale
adrian adrien
aidan aiden ayden
aileen eileen ilene
aisha aysha ayesha
alan allan allen
alejandro alexandro
alison allison allyson alyson
alicia alisha elisha
amy aimee ami
andre andrei andrey
anita aneta
ann anne
anna ana
anthony antony
antoinette antionette
ashley ashleigh ashlee
aubrey aubree
barbara barbra
barry barrie
beatrice beatrix
brandon branden brandyn
brenda brinda
brian bryan brien
bridget brigitte bridgette
brittany brittney britney
caitlin kaitlyn katelyn caitlyn kaitlin
camila camilla
carl karl
carla karla
carlos karlos
caroline carolyn karolyn
carol carole karol
carrie kerry keri kari
casey kasey kacey
catherine katherine kathryn katharine catharine cathryn kathrin katheryn
cathy kathy cathie kathie
cecilia cecelia
charlene sharlene
cheryl sheryl sherrill
chelsea chelsey
christian kristian cristian
christina kristina cristina khristina
christine kristine
christopher kristopher cristopher christofer
christy kristy christie kristi
claire clare clair
clark clarke
cody kody
colin collin
connor conner conor
courtney kourtney
craig kraig
crystal krystal cristal chrystal
curtis kurtis
cynthia cinthia
damian damien damon
daniel danial
danielle daniele danyelle
darrell darryl daryl darrel
dawn dawne
deborah debra debora
debbie debby debi
denise denice
dennis denis
desiree desirae
devin devon devan
diana dianna
diane dianne diann
dmitri dmitry dimitri
dominic dominick
donna dona
dorothy dorothea
douglas douglass
dwayne duane dwain
elaine elayne
elizabeth elisabeth elisabet lizabeth
emanuel emmanuel immanuel
emily emilee emely
eric erik erick
erica erika ericka
ernest earnest
esteban estevan
ethan ethen
evelyn evelin
faith fayth
fatima fatema fatimah
francis frances
frederick frederic fredrick
gabriel gavriel
gail gayle gale
geoffrey jeffrey jeffery jeffry
georgia giorgia
gerald jerald gerold
geraldine jeraldine
gina jeana geena
glenn glen
gregory greggory
hailey haley hayley haylee
hannah hanna hana
harry harrie
heather hether
helen helena helene
hussein hussain husain hossein hussien
ian iain
ismael ishmael ismail
isabel isabelle isobel ysabel
isabella izabella
isaac issac isaak
ivan iwan
ivy ivey
jacqueline jaqueline jacquelyn jacklyn
jaden jayden jaiden
jaime jamie jayme
jane jayne
janet jannet
janice janis
jasmine jazmin jasmin yasmin yazmin
jason jayson
javier xavier
jean jeanne
jeanette jeannette janette
jenna jena
jennifer jenifer
jeremy jeremey jeramy
jerry gerry jeri
jessica jesica
jesse jessie
jill gill
joanna johanna joana
joanne joann joan
joel yoel
john jon
johnny johnnie
jonathan johnathan jonathon johnathon
jordan jorden jordon
joseph josef
yosef yusuf yousef youssef yusef
josephine josefina
joyce joice
julia giulia
julian julien
julie juli
justin justyn
kaitlyn katelynn
karen karin caryn karyn
kate cate
katie katy
kathleen cathleen kathlene
kelly kelley kellie
kelsey kelsie
kenneth keneth
kevin kevyn
kimberly kimberley kimberlee
kristen kristin kirsten kristyn christen
kurt curt
laura lora
lauren loren lawren
laurence lawrence
lee leigh
leonel lionel
leslie lesley
lindsay lindsey linsey
linda lynda
lisa leesa
lloyd loyd
lori laurie lorie
louis lewis
louise luisa louisa
lucia luzia
lucy luci
lynn lynne lyn
madeline madelyn madeleine
makayla mikayla michaela mckayla
marc mark
marcus markus
margaret margret
margarita margherita
marguerite margarite
maria mariah marya
marian marion
mariana marianna
marie mari
marilyn marylin
marissa marisa
marlene marleen
martha marta
mary marie
mathew matthew
matias matthias
maureen maurine
maurice morris
megan meghan meagan
melanie melany
melissa melisa
michael micheal mikael
michele michelle
mindy mindi
miriam myriam maryam mariam
misty misti
mitchell mitchel
mohammed muhammad mohamed mohammad muhammed mohamad mohamud mohammod muhamad
molly mollie
monica monika monique
morgan morgen
mustafa mostafa
myron miron
nancy nanci
natalie nathalie nataly
natasha natacha
nathan nathen
nicholas nicolas nickolas nikolas
nicole nichole nicolle
noel noelle
nora norah
nur noor
olivia alivia
omar omer umar
oscar oskar
patricia patrisha
patrick patric
paula paola
peggy peggie
philip phillip
phyllis phillis
rachel rachael raquel rachelle
rafael raphael
ralph rolf
randy randi
raul raoul
raymond raimond
rebecca rebekah rebeca
rene renee renae
rhonda ronda
robin robyn
rodney rodny
roger rodger
ronnie ronny
rosalyn rosalind roslyn
rosemary rosemarie
roxanne roxana roxann
russell russel
ruben reuben rubin
ryan rian
sabrina zabrina
sally sallie
samuel samual
sandra saundra
sara sarah
savannah savanna
sean shawn shaun
sergio sergei sergey
shannon shanon
sharon sharron
sheila shiela
shelly shelley
sherry sherri cherie
sofia sophia
sonia sonya sonja
stacy stacey staci
stanley stanly
stella estella
stephanie stefanie stephany stefani
stephen steven stephan stefan
stewart stuart
susan suzan
susana susanna suzanna
suzanne susanne
sydney sidney
sylvia silvia
tamara tamera
tammy tammie tami
tanya tania tonya
taylor tayler
teresa theresa therese teressa
terry terri terrie
thomas tomas
tiffany tiffani tiffanie
timothy timothey
tina teena
toby tobey
todd tod
tony toni
tracy tracey traci
travis travers
trevor trever
tyler tylor
valerie valarie
vanessa venessa
veronica veronika
vicki vicky vickie
victor viktor
victoria viktoria
virginia verginia
vivian vivien
wendy wendi
yolanda iolanda
yvette ivette
yvonne ivonne
zachary zachery zackary
zoe zoey
"""
# The published list takes one name for the other here, or calls a name what few ever do.
UNUSED: Final = frozenset({("bill", "robert"), ("bill", "fred"), ("billy", "robert"), ("dob", "robert")})


def lines(table: str) -> Iterator[tuple[str, str]]:
    """(name, nicknames) of a table above."""
    for line in table.strip().splitlines():
        name, _, nicknames = line.partition(": ")
        yield name, nicknames


def ours() -> Iterator[tuple[str, str, float, str]]:
    """(nickname, name, closeness, source) for each pair of our own."""
    for name, nicknames in lines(OURS):
        usual, _, common = nicknames.partition("|")
        if " " not in name:
            yield from ((nickname, name, USUAL, "own") for nickname in usual.split())
            yield from ((nickname, name, COMMON, "own") for nickname in common.split())
    for name, nicknames in lines(ABBREVIATED):
        yield from ((nickname, name, USUAL, "own") for nickname in nicknames.split())
    for group in SPELLINGS.strip().splitlines():
        yield from ((b, a, SPELLING, "variant") for a, b in combinations(group.split(), 2))


def published(path: Path) -> Iterator[tuple[str, str, float, str]]:
    """The same for the published list: a name cut short is likelier than one that is quite another word."""
    with path.open(encoding="utf-8", newline="") as rows:
        for row in csv.DictReader(rows):
            name, nickname = row["name1"].replace(".", ""), row["name2"].replace(".", "")
            if (nickname, name) not in UNUSED and (name, nickname) not in UNUSED:
                yield nickname, name, SHORTENED if nickname[:2] == name[:2] else RARE, "nicknames"


def spelled_otherwise() -> dict[str, set[str]]:
    """Name → the other spellings of it."""
    others: dict[str, set[str]] = {}
    for group in SPELLINGS.strip().splitlines():
        for name in group.split():
            others.setdefault(name, set()).update(set(group.split()) - {name})
    return others


def carried_over(pairs: dict[tuple[str, str], tuple[float, str]]) -> Iterator[tuple[str, str, float, str]]:
    """Who is called Kathy is also a Kathryn: a good nickname of one spelling is one of the others."""
    others = spelled_otherwise()
    for (nickname, name), (closeness, source) in pairs.items():
        if closeness >= COMMON and source != "variant":
            yield from ((nickname, other, round(closeness * SPELLING, 2), source) for other in others.get(name, ()))


def add(pairs: dict[tuple[str, str], tuple[float, str]], rows: Iterator[tuple[str, str, float, str]]) -> None:
    """The rows that are new, in either direction."""
    for nickname, name, closeness, source in rows:
        if nickname != name and (name, nickname) not in pairs:
            pairs.setdefault((nickname, name), (closeness, source))


def main() -> None:
    """Read the published list and write the table."""
    parser = argparse.ArgumentParser(description=__doc__)
    for argument in ("names", "out"):
        parser.add_argument(argument, type=Path)
    asked = parser.parse_args()
    pairs: dict[tuple[str, str], tuple[float, str]] = {}
    add(pairs, ours())
    add(pairs, iter([*carried_over(pairs)]))
    add(pairs, published(asked.names))
    with (asked.out / "nicknames.csv").open("w", encoding="utf-8", newline="") as out:
        out.write(
            "# What those who bear a given name are called, and its other spellings. closeness: 1 = the usual one.\n"
        )
        out.write("# source: nicknames = PyPI nicknames 1.0.1 (Apache-2.0); own, variant = ours. Derived 2026-11.\n")
        writer = csv.writer(out, lineterminator="\n")
        writer.writerow(("nickname", "name", "closeness", "source"))
        writer.writerows((*pair, f"{closeness:g}", source) for pair, (closeness, source) in sorted(pairs.items()))


if __name__ == "__main__":
    main()
