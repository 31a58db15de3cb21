"""Invented names as they are usual in Makassar, put together from lists of common words."""

MALE_YOUNG = (
    "Aditya Akbar Aldi Alif Alfian Andika Aril Asrul Dandi Fadil Fahri Fajar Farhan Haikal Ilham"
    " Imran Irfan Rafli Raihan Rehan Reski Ridwan Rifki Rizal Sahrul Taufik Wahyu Yusril Zulkifli"
).split()
MALE_OLD = (
    "Alimuddin Amiruddin Ansar Arifin Baharuddin Basri Guntur Haeruddin Hamzah Hasan Ismail Jamal"
    " Jufri Kamaruddin Mansyur Mustari Nasir Rahman Ramli Rusli Saharuddin Saleh Sudirman Sulaiman"
    " Supardi Syamsuddin Tahir Usman Yunus Zainuddin"
).split()
MALE_SECOND = (
    "Alamsyah Anugrah Firmansyah Hidayat Kurniawan Mappiasse Perdana Pratama Ramadhan Saputra"
    " Setiawan Syahputra"
).split()
FEMALE_YOUNG = (
    "Amelia Anita Aulia Azzahra Citra Dewi Fatimah Fitriani Indah Intan Irma Jumriati Kartika"
    " Nabila Nadia Novi Nurhalisa Nurul Putri Rahma Ririn Sartika Selvi Sinta Suci Tasya"
    " Wulan Zahra"
).split()
FEMALE_OLD = (
    "Aminah Asriani Darmawati Hadijah Halimah Hasnah Hasnawati Herlina Jumiati Kasmawati Mariana"
    " Muliati Murni Nurbaya Nurhayati Nurmala Rabiah Ramlah Ratnawati Rosmiati Rostina Saidah"
    " Saripa Subaedah Suhartini Sumarni Sumiati Suriati Syamsiah"
).split()
FEMALE_SECOND = (
    "Amalia Anggraini Damayanti Febrianti Handayani Lestari Oktaviani Permatasari Puspita Rahayu"
    " Ramadhani Safitri Sari Utami Wulandari"
).split()
DAENG_MALE = (
    "Lallo Limpo Nai Ngalle Ngawing Ngitung Rala Sibali Sikki Sijaya Situru Tata Tutu".split()
)
DAENG_FEMALE = (
    "Baji Bollo Caya Kanang Kebo' Lu'mu Ngai Ngasseng Puji Ratang Sunggu Tarring".split()
)
NICK_MALE = "Accang Aco Ale Anca Baso' Cambang Ical Illang Ippang Rangga Ucu' Uding Ullah".split()
NICK_FEMALE = "Ani' Ayu Besse' Cica Fira Icha Ika Lina Nining Sitti' Tina Uni Wiwi".split()
STREETS = (
    "Abu Bakar Lambogo|Andi Tonro|Baji Gau|Barukang|Bontoduri|Cakalang|Dangko|Daeng Tata|Gatot"
    " Subroto|Inspeksi Kanal|Kerung-Kerung|Muhammad Yamin|Nuri|Pannampu|Pampang|Rappocini Raya"
    "|Sabutung|Sukaria|Tamalate|Teuku Umar|Tinumbu"
).split("|")


def name(dice, sex, age):
    """A full name: Muh., Abd. or Sitti before it, a Daeng name or a second word after it."""
    male, young = sex == "L", age < 35
    first = dice.choice(
        {
            (True, True): MALE_YOUNG,
            (True, False): MALE_OLD,
            (False, True): FEMALE_YOUNG,
            (False, False): FEMALE_OLD,
        }[male, young]
    )
    before = dice.choices(["", "Muh. " if male else "Sitti ", "Andi "], [64, 33, 3])[0]
    return f"{before}{first}{_after(dice, male, young)}"


def _after(dice, male, young):
    if dice.random() < 0.3:
        return ""
    if young:
        return " " + dice.choice(MALE_SECOND if male else FEMALE_SECOND)
    if dice.random() < 0.6:
        return " Dg. " + dice.choice(DAENG_MALE if male else DAENG_FEMALE)
    return ""


def alias(dice, full_name, sex, age):
    """A child's nickname, an elder's Daeng name; many have none."""
    if "Dg." in full_name:
        return ""
    male = sex == "L"
    if age < 25:
        return dice.choice(NICK_MALE if male else NICK_FEMALE) if dice.random() < 0.55 else ""
    if dice.random() < 0.3:
        return "Dg. " + dice.choice(DAENG_MALE if male else DAENG_FEMALE)
    return ""


def address(dice):
    street = f"Jl. {dice.choice(STREETS)}"
    return f"{street} Lr. {dice.randint(1, 20)}" if dice.random() < 0.7 else street
