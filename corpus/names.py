"""Names of countries and their adjectives, against which capitalised words are checked."""

from __future__ import annotations

_NAMES = """
Afghanistan Afghan Albania Albanian Algeria Algerian Andorra Angola Angolan Argentina Argentine
Armenia Armenian Australia Australian Austria Austrian Azerbaijan Azerbaijani Bahamas Bahrain
Bahraini Bangladesh Bangladeshi Barbados Belarus Belarusian Belgium Belgian Belize Benin Bhutan
Bhutanese Bolivia Bolivian Bosnia Bosnian Botswana Brazil Brazilian Brunei Bulgaria Bulgarian
Burkina Burundi Cambodia Cambodian Cameroon Canada Canadian Chad Chadian Chile Chilean China
Chinese Colombia Colombian Comoros Congo Congolese Croatia Croatian Cuba Cuban Cyprus Cypriot
Czech Czechia Denmark Danish Djibouti Dominica Dominican Ecuador Egypt Egyptian Salvador England
English Eritrea Eritrean Estonia Estonian Eswatini Ethiopia Ethiopian Fiji Finland Finnish France
French Gabon Gambia Georgia Georgian Germany German Ghana Ghanaian Greece Greek Grenada Guatemala
Guinea Guyana Haiti Haitian Honduras Hungary Hungarian Iceland India Indian Indonesia Indonesian
Iran Iranian Iraq Iraqi Ireland Irish Israel Israeli Italy Italian Jamaica Jamaican Japan Japanese
Jordan Jordanian Kazakhstan Kazakh Kenya Kenyan Kiribati Korea Korean Kosovo Kuwait Kuwaiti Kyrgyz
Kyrgyzstan Laos Latvia Latvian Lebanon Lebanese Lesotho Liberia Liberian Libya Libyan
Liechtenstein Lithuania Lithuanian Luxembourg Macedonia Madagascar Malawi Malaysia Malaysian
Maldives Maldivian Mali Malian Malta Maltese Mauritania Mauritius Mexico Mexican Micronesia Moldova
Moldovan Monaco Mongolia Mongolian Montenegro Morocco Moroccan Mozambique Myanmar Namibia Nauru
Nepal Nepalese Netherlands Dutch Zealand Nicaragua Niger Nigeria Nigerian Norway Norwegian Oman
Omani Pakistan Pakistani Palau Palestine Palestinian Panama Paraguay Peru Peruvian Philippines
Philippine Poland Polish Portugal Portuguese Qatar Qatari Romania Romanian Russia Russian Rwanda
Rwandan Samoa Senegal Senegalese Serbia Serbian Seychelles Singapore Slovakia Slovak Slovenia
Slovenian Solomon Somalia Somali Spain Spanish Sudan Sudanese Suriname Sweden Swedish Switzerland
Swiss Syria Syrian Taiwan Tajikistan Tajik Tanzania Tanzanian Thailand Thai Timor Togo Tonga
Trinidad Tunisia Tunisian Türkiye Turkey Turkish Turkmenistan Turkmen Tuvalu Uganda Ugandan Ukraine
Ukrainian Emirates Britain British American Uruguay Uzbekistan Uzbek Vanuatu Venezuela Venezuelan
Vietnam Vietnamese Yemen Yemeni Zambia Zambian Zimbabwe Africa African America Asia Asian Caspian
Caucasus Eurasia Eurasian Europe European Astana Beijing Bishkek Dushanbe Moscow Qingdao Samarkand
Shanghai Tashkent Tianjin Yekaterinburg
"""


def known_names() -> frozenset[str]:
    """Countries, continents and summit cities, one word each."""
    return frozenset(_NAMES.split())
