"""Words of Makassar's names, from general knowledge of the language, not from a register.

Only one thing is asked of the long lists: is this a word that people are called by? Two words
that are both names are two names (Hasnawati, Hasmawati), however near; a word that is none is a
slip of the pen for the name beside it (Hasnwati).
"""

MUHAMMAD = "muhammad"
AHMAD = "ahmad"
ABDUL = "abdul"
SITI = "siti"
NUR = "nur"
ANDI = "andi"
SRI = "sri"

# Words in front of a name that half of the town shares, and the ways to write them.
FRONT_WORDS = {
    **dict.fromkeys("muh moh muhd mohd mhd md mhmd muhamad mochamad mochammad".split(), MUHAMMAD),
    **dict.fromkeys("ach achm ahm ahmd ahmad".split(), AHMAD),
    **dict.fromkeys("ab abd abdul abdu abdur abdus abdel abdoel".split(), ABDUL),
    **dict.fromkeys("st sti siti sity stti".split(), SITI),
    **dict.fromkeys("nur nor nurul nurun".split(), NUR),
    **dict.fromkeys("andi andy".split(), ANDI),
    **dict.fromkeys("sri sry dwi tri eka".split(), SRI),
}

# A front word grown together with the name: "Nurlinda", "Abdulrahim". The rest has 3 letters or
# more, and these whole words are names of their own.
GROWN_TOGETHER = {
    "abdul": ABDUL,
    "abdur": ABDUL,
    "abdoel": ABDUL,
    "abd": ABDUL,
    "sitti": SITI,
    "siti": SITI,
    "nurul": NUR,
    "nur": NUR,
    "noer": NUR,
    "noor": NUR,
}
NOT_GROWN_TOGETHER = set("abdullah abdillah abduh nurdin nuruddin nurdiansyah".split())

DAENG = set("dg daeng deng dng".split())
SON_OR_DAUGHTER_OF = set("bin binti bt bte binte bnt ibn ibnu".split())
PARENT_OF = set(
    "mama mamanya mamana mamak mak emak amma ammana indo indona ibunya bapak bapaknya bapana bapa"
    " bapaknna bpk ayah ayahnya papa pace mace nenek neneknya kakek".split()
)
ALSO_CALLED = set("alias als dipanggil panggilan".split())
TITLES = set(
    "h hj haji hajah hajjah hajja dr drs dra drg ir prof ust ustad ustadz ustaz puang pung opu"
    " petta karaeng kraeng kareng kr krg datu bu ibu pak tn ny nn sdr sdri alm almh an la i we"
    " kakak adik".split()
)
# What is written where no name was given; all of the text must be this.
NO_NAME = (
    r"(?:tanpa nama|(?:nama )?(?:tidak|tdk|belum) (?:di)?(?:ketahui|kenal|ada|tahu)(?: nama\w*)?"
    r"|mr x|mrs x|x|nn|anonim|odgj|bisu)"
)
DEGREES = r"\b[sm]\.\s?(?:sos|pd|ag|si|kom|kes|kep|hum|ip|psi|km|ak|farm|h|e|t|p|th)\b\.?"

# Nicknames that say little: any boy may be Aco or Udin.
COMMON_NICKNAMES = set(
    "aco baco udin wawan wati ani adi iwan eni ati ana cica ical icha upi ina baso besse becce"
    " acci anto didi dedi tati mimi nana lala lia ida ita uni ria".split()
)

# Second names of the young; brothers and sisters share them, and they are left out at will.
SECOND_NAMES = (
    "adriansyah agustina akbar alamsyah alfarizi amalia andini anggraeni anggraini anugrah"
    " apriliani ardiansyah arifin aulia ayu azzahra basri cahyani cantika damayanti dewi fahri"
    " febrianti firmansyah gunawan hakim halim handayani hidayat julianti kartika khairunnisa"
    " kurniawan kusuma lantara lestari maharani mahendra makkulau mappaseng mappiasse maulana"
    " melati mustari novianti nugraha nugroho nurhaliza oktaviani patta perdana permana"
    " permatasari pertiwi pratama pratiwi puspita puspitasari putra putri rahayu ramadhan"
    " ramadhani safitri saleh salsabila sanjaya santoso saputra sari sasmita septiani setiawan"
    " sikki syah syahputra tahir umar usman utami wahyuni wijaya wulandari yani yanti"
)

MEN = (
    "abbas abdullah abidin ade adi adit aditya adnan adrian afdal agung agus agussalim ahmad"
    " ahyan ahyar aidil ainul akbar akmal aksa alam alamsah alamsyah albar aldi alfian ali alif"
    " alim alimin alimuddin alwan alwi amal aman ambo amin amir amiruddin amran amri amrin amrul"
    " amrullah anas andarias andika andri angga anis anjas ansar anshar anto anton"
    " anugrah anwar ardi ardiansyah ardin ardy arfah arfan arfandi arham ari arief arif aril aris"
    " arjuna arkam arman armin arsal arsyad arsyil arul arya asbar asdar asdin asep asfar ashar"
    " asis askari aslam aslan asman asnawi asri asriadi asrul aswad aswan aswar ayyub azhar azis"
    " azwar bachtiar baco badar badaruddin badrun bagas bahar baharuddin bahri bahtiar bakri"
    " bambang basir baso basri basuki bayu beddu budi bur burhan burhanuddin cakra coppo dahlan"
    " dahri daming damis dandi dani danial darman darmawan darmin darwin darwis dasrul daud dedi"
    " deni didin dimas dirham doni dulla edi edy efendi efendy eka eko emil erik erwin fadel"
    " fadil fadli fahmi fahri fahrul faiq faisal faiz faizal fajar fajrin fandi farel farham"
    " farhan farid faris fathur fatih fatur fauzan fauzi febri ferdi ferry fikri fiqri firdaus"
    " firman firza fitrah gaffar galang gani gilang gunawan guntur gusti habib habibi haeruddin"
    " haerul hafid hafiz hafsan haidar haidir haikal hairul hajar haji hakim halid halik halim"
    " halis hamdan hamdi hamid hamka hamrun hamsah hamza hamzah hanafi handoko hardi hardin hari"
    " hariadi harianto haris hariyanto hartono harun hasan hasanuddin hasbi hasbullah hasim"
    " hasmin hasri hasrul haswan hasyim hatta hayat hendra hendri hendrik heri herianto herman"
    " hermanto herwin hidayat husain husni ibnu ibrahim idham idil idris idrus idwan ihsan ikbal"
    " ikhlas ikhsan ikhwan ikram ilham ilo ilyas imam imran indra iqbal iqram irfan irham"
    " iriansyah irman irsan irsyad irwan irwansyah isak ishak iskandar ismail iswan iwan jabal"
    " jabbar jabir jaelani jafar jais jalal jalaluddin jamal jamaluddin jamil jasman jaya jefri"
    " johan joko joni juanda judi jufri jumadi jumain jumaldi jumardi junaedi junaid jusman"
    " jusriadi kadir kahar kaharuddin kamal kamaruddin kamil karim kasim kasman kasmin khaeril"
    " khaerul khaidir khairil khairul khalid khalik khalil komar kosim kurnia kurniadi kurniawan"
    " lahming lahuddin laode latif lukman lukmanul lutfi madi mahfud mahir mahmud mahyuddin mail"
    " majid makmur malik mallarangeng mansur mansyur mantang mappa markus marsel marsuki maruf"
    " marwan marzuki mastur maulana mirwan misbah muchlis mudassir muhajir muhammad muhidin"
    " muhlis muhsin muhtar muis mukhlis mukhtar mukram mulia mulyadi mulyono munawir munir murad"
    " mursalim mursidin mursyid musa musakkir musdar muslim muslimin mustafa mustajab mustakim"
    " mustamin mustari muttaqin muzakkir naim najamuddin nanang nandar nasaruddin nasir nasri"
    " nasruddin nasrul nasrullah natsir naufal nawir nirwan nizar noval nugraha nuhung nuralim"
    " nurdiansyah nurdin nurfadli nurham nurhidayat nurman nursalam nuruddin oskar paharuddin"
    " pahri paijo palallo palinrungi pandi pangeran parman patahuddin petrus ponco putra qadri"
    " qasim rafi rafiq rafli rahim rahmadi rahman rahmat rahmatullah raihan rais rama ramadhan"
    " ramdan ramli randi rangga rasul rasyid raya rayhan rendi restu reza rezky rian ricky ridha"
    " ridho ridwan rifai rifal rifaldi rifki rifqi riki rio risal risaldi risman riswan rival"
    " rizal rizaldi rizky rizqi robi rohim roni rony rosman rudi rudianto rudy rusdi rusdianto"
    " rusdin ruslan rusli rusmadi rusman rusmin rustam sabaruddin sabir sabri sadam sadikin"
    " saenal safri safruddin sahabuddin saharuddin sahid sahlan sahril sahrul said saifuddin"
    " saiful sainuddin sakir sakka salahuddin salahudin salam saldi saleh salim salman samad"
    " sampara samsir samsu samsuddin samsul sangaji sangkala sanusi saparuddin sappe sapri sarif"
    " sarifuddin satria satriadi sattar saul selamat setiawan siking sirajuddin slamet sofian"
    " sofyan sofyandi sopian suaib suardi sudarman sudirman sugeng sugianto suhaib suhardi"
    " suharto sukardi sukirman sukri sulaiman sulfadli sulfikar sulham sulhan sulkifli sultan"
    " sunardi sunarto supardi suparman supratman supri supriadi supriyadi surahman surianto surya"
    " suryadi susanto sutrisno suwandi suwarno suyanto suyuti syafri syafruddin syahban syahid"
    " syahran syahril syahrin syahrir syahrul syaiful syamsir syamsuar syamsuddin syamsul syarif"
    " syarifuddin syarifudin syukri syukur taha tahir tajrin tajuddin tajul takdir tamrin tamsil"
    " taslim tasrif taufan taufik tawakkal tayeb teguh tenri thamrin tiar tomi toni tri ucok udin"
    " umar umardin usama usman usni wahab wahid wahyu wahyudi wandi wandy wardi wawan wiranto"
    " yahya yahyah yakub yanto yasin yasir yayat yoga yohanis yohannes yopi yosep yuda yudha yudi"
    " yudistira yunus yusdi yusran yusri yusril yusuf zabir zaenal zaid zainal zainuddin zakaria"
    " zaki zaldi zikri zubair zul zulfahmi zulfikar zulham zulhaq zulkarnain zulkifli"
)

WOMEN = (
    "ade adelia adriani aida ainun aisyah akila alfiah alfira alya amalia amelia aminah amirah"
    " ana andini anggi anggita anggun angraini ani anisa anita annisa annisah anriani aqila"
    " arfiah ariani arini arisa arni arniati arnida asma asmah asmaniar asmaul asmawati asmi"
    " asmirah asnah asni asniati asriani asrianti asriati astrid astuti atika aulia aura ayu"
    " azizah bahrah bahria basse baya becce besse bunga bungawati caca cahaya cahyani cantika"
    " chaerani citra dahlia dahniar dalle darmawati darmawita darmi darmiati darna daswati delima"
    " denada desi devi dewi dewiyanti dia diah dian diana dina dinda dwiyanti ega ela elis elisa"
    " elma elvira emi endang eni ermawati erna ernawati erni erniati eva evi fadila fadillah"
    " fahira faizah farida faridah fatimah fatma fatmawati fauzia fauziah febi fira fitra fitri"
    " fitria fitriah fitriani fitrianti fitriyanti hadijah hadrah hadriani hafsah hajar hajeriah"
    " hajrah haliah halija halijah halima halimah halisa haliza hamidah hamsiah hamsinah hanifah"
    " hapsa hariani hariati harlina harmiati harnita hartati hartini hasanah hasda hasmah"
    " hasmawati hasmi hasmiati hasmira hasna hasnaeni hasnah hasnawati hasni hasnia hasniah"
    " hasniati hasnidar hasriah hasriani hasriati hasrida hasriyani hastuti hawa hayati hera"
    " herawati heriani herlina hermin herna hernawati herni hidayah hidayati hijrah hijriah"
    " hikmah hikmawati hikmayanti humaerah husna husnah husnul icha ida idar idawati ike ilmi ina"
    " inayah indah indahsari indar indo indrawati indri indriani intan ira iramaya irawati irma"
    " irmawati irna irnawati isma ismawati ismi ismiati isnaeni isnaini isnawati jamaliah jamilah"
    " jannah jasmawati jasmiati jasmine jeni johra juhaeni juhariah juli juliana julianti jumaria"
    " jumariah jumarni jumiati jumriah jumriati junaeda juni juniarti juniati jusmiati jusni"
    " kamaria kamariah kamsiah karlina karmila kartika kartini kasmawati kasmiati kasturi keisya"
    " khadijah khaerani khaeriah khaerunnisa khairunnisa khofifah kiki kurnia kurniati kurniawati"
    " laila lastri lestari lia lili lilis lina linda lisa lisna lisnawati lusi maemunah magfirah"
    " mahirah mala manda mantasia marda mardiah mardiana marhama marhuma maria mariah mariam"
    " mariama mariana mariani mariati marlia marliah marlina marni marsiah marwah marwati maryam"
    " masita masitah masni masyita mawar mawarni maya mayang medina mega megasari megawati melati"
    " meli melisa meri mila mina mira mirna mirnawati misrawati mukarramah mulia muliana muliani"
    " muliati munirah murni murniati mursida musdalifah musfira mustika mutia mutiara mutmainnah"
    " nabila nabilah nadia nadira nadya nahda naila naimah najwa nanda nani naomi narti nasrah"
    " nasriani naswa nasyifa naurah nayla nengsi nia nilam nilasari nilawati nining nirma nirmala"
    " nirwana nisa nita norma nova novi novianti novita nuraeni nurafni nuraisyah nurasia nurasmi"
    " nurbaeti nurbaya nurcaya nurdiana nurfadillah nurfaidah nurhaedah nurhafni nurhalisa"
    " nurhasanah nurhayati nurhidayah nuria nurjannah nurlaela nurlaila nurlia nurlina nurlinda"
    " nurmala nurmi nurmiati nurmila nurnaningsih nursanti nursiah nursida nursyamsi nurul"
    " nurwahidah nuryanti padila patimah patmawati permata pertiwi puput puspa puspita"
    " puspitasari putri qonita rabasia rabiah rabiatul radiah rafika rahayu rahma rahmah rahmania"
    " rahmaniar rahmatia rahmatiah rahmawati rahmi rahmiati raihana raisa rala ramadani ramayana"
    " ramla ramlah ramlawati rani rara ratih ratna ratnah ratnasari ratnawati ratu reni reski"
    " resky resti rezki ria rianti rifda rima rina rini risda riska riskayanti risma rismawati"
    " risnawati risnayanti rita rohani rosa rosani rosdiana rosi rosita rosleni rosmah rosmala"
    " rosmawati rosmiah rosmiati rosmina rosmini rosna rosnaeni rosnah rosnani rosnawati rosni"
    " rostina rubiah rukiah rukmini rusmawati rusmiati rusni rustina saadiah sabaria sabariah"
    " sabrina saenab saera safina safira sahariah saida saidah sakinah sakka salamah salasiah"
    " salma salmah salmawati salmia salmiah salsabila samsiah samsidar samsinar sandra sania"
    " santi sapna sari sariana sarifah sarina sarinah saripa sartika sartini saskia satri"
    " satriana satriani sekar selfi selvi selviana septiani serly sinar sinarti sinta siska"
    " sitirah sitti sofia sri suaeba suarni subaedah suci suciati suhada suhaeni suharni suharti"
    " sukarni sukma sukmawati sulaeha sulasmi sulastri sulfi sulfiana sulfiani sulfianti sulis"
    " sumarni sumi sumiati suminah sumiyati sunarni sunarti sundari supriati suriani surianti"
    " suriati surtini surya suryani suryati susanti susi syahraeni syahrani syahriani syakira"
    " syamsia syamsiah syamsiar syamsidar syamsinar syarifah syifa tahira tasmi tasya tati tenri"
    " tenriani tiara tika tina tini tira titi titin tri triana tuti ulfa ulfah uli umi ummi umrah"
    " umrati umrawati uswatun vera vina vivi vivian wahdania wahida wahidah wahyu wahyuni wana"
    " wanti warda wardah wardia wardiah warni warsida wati widi widya wilda winarti winda wirda"
    " wiwi wulan wulandari yana yani yanti yayu yeni yuli yuliana yuliani yulianti yuliati yulina"
    " yunarti yuniarti yuniati yunita yusni yusniar yusnita yusriani zaenab zahra zahrani zakiah"
    " zakiyah zalfa zalsabila zaskia zelika zubaedah zulaeha zulfa zulfiani"
)

DAENG_NAMES = (
    "baji bani bau bella beta bollo bonto bunga caya cora emba intang jarre jia jinne kanang"
    " kanna kati kebo kenang kulle laja lalang lallo laung lebang lewa limpo lino liong lira lumu"
    " lurang maccaya mallari mangka mangung manye matu memang mile minne naba nai nakku nanro"
    " narang nassa ngagi ngai ngalle ngasi ngasseng ngawing ngemba ngerang ngintang ngitung ngona"
    " ngopo ngoyo ngunjung nojeng nompo nurung nyampo nyarrang nyikko nyonri pabe pagassing pajja"
    " parani pasang pati pole puji rala rannu ratang rate rewa rimakka rimang ropu rowa rurung"
    " sabbe sanga sangging sangnging sannang sarro sau serang sese sewang siama siang sibali"
    " sikki sila simba singara siriwa sitaba situju somba sompa sona sunggu sutte taba taco"
    " tarang tarring tata tawang tayang te tene tika timung tinggi tino tiro tojeng tola tompo"
    " tonji toto tunru tutu"
)
