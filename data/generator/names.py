"""Given and family names of many origins; every combination is made up by chance."""

from __future__ import annotations

import unicodedata

_GIVEN = """
Aaliyah Abena Adaeze Adrien Agnieszka Aiko Alain Alice Aminata Amir Ana Anaïs Andrew Anika Anjali
Annika Antoine Aoife Ariane Arjun Ashley Astrid Audrey Beatriz Benoît Bianca Björn Brendan Camille
Carlos Caroline Catherine Cédric Chantal Charlotte Chidi Chloé Claire Colin Connor Cristina
Daniela David Deepa Delphine Dmitri Dominic Dylan Elena Élise Emeka Emily Emma Erik Esther Étienne
Eun-ji Fabien Farah Fatima Félix Fiona Florence François Gabriela Gaëlle Geneviève Grace Greta
Gurpreet Hana Hannah Haruto Heather Hélène Hugo Ian Imani Inès Isabelle Ivan Jacqueline Jae-won
Jana Jasmine Javier Jérôme Jia Joana Jonas Joséphine Julien Kamala Karim Karolina Kaveh Keiko
Kenji Kwame Lars Laura Leila Léa Liam Lina Linh Lucas Lucía Ludovic Maëlle Magnus Mai Malik Manon
Marek Maria Marie-Ève Marius Martine Mateo Mathieu Maude Mei Mélanie Meera Michał Mikael Mina Minh
Mireille Mohamed Monique Myriam Nadia Nadine Naomi Natalia Neha Nicolas Nikhil Nkechi Noémie Nour
Olga Olivier Omar Oscar Owen Paolo Patrice Pavel Philippe Pooja Priya Quentin Rachel Rafael Rajesh
Raphaëlle Ravi Rebecca Renée Rhys Ritu Roxanne Ruth Sabrina Salma Samir Sandra Sanjay Sara
Sébastien Seo-yeon Siobhán Simone Sofia Solène Stéphane Sunita Sven Tadeusz Tamara Tariq Tatiana
Thérèse Tiago Tomoko Ugo Uma Valérie Vanessa Vera Véronique Viktor Vincent Vivek Wei Xavier
Xiomara Yael Yannick Yasmin Yolanda Youssef Yuki Yvette Zainab Zoë Zofia
"""
GIVEN = tuple(_GIVEN.split())

_FAMILY = """
Abernathy Achebe Adeyinka Ahlström Akhtar Alarcón Alvestad Amsel Anand Andersson Appiah Arsenault
Asgari Asselin Atwater Baptiste Barzani Bassett Beauchemin Bélisle Benali Bergeron Bhandari Bisset
Blanchfield Boivin Boudreault Brandvold Bujold Byrne Cadieux Calloway Cardozo Castonguay
Chakraborty Champoux Charest Chaudhry Chiasson Cho Cisneros Clermont Comtois Corriveau Cousineau
Cromarty Cyr Dallaire Danso Delorme Desrosiers Dhaliwal Diallo Doiron Drapeau Dubeau Duguay Dumont
Dziedzic Eastman Ebanks Eguchi Eikeland Emond Estrada Fairbairn Farahani Faucher Fernandes
Figueroa Fjeld Fontaine Fortier Fournel Frayne Fujimoto Gagné Galarneau Garneau Gélinas Gervais
Ghorbani Gill Girouard Goldfarb Gosselin Goyette Grewal Grzybowski Guimond Gupta Halloran Hamelin
Hashimoto Haugland Hébert Hinault Holm Houle Huỳnh Iannone Ibrahim Igarashi Iyer Jaramillo Jodoin
Jovanović Kalinowski Kamau Karimi Kavanagh Keeping Kim Kirkness Kobayashi Konaté Kovačević Krol
Kulkarni Labrecque Lachance Lafrenière Lalonde Lam Langlois Lapointe Laverdière Leclair Lemieux
Lépine Letourneau Lindgren Loiselle Lund Mackinnon Mahfouz Mailhot Makwana Malenfant Marchetti
Mbeki Medeiros Menard Mercier Michaud Mikkelsen Mirza Moreau Moritz Mukherjee Murchison Nadeau
Nakashima Narayan Ndiaye Nygaard O'Dea O'Leary Obeng Ogunleye Okonkwo Olafsson Ostrowski Ouellet
Pacheco Paquin Park Parmar Pelletier Petrakis Pham Pinheiro Poirier Pomerleau Prévost Quesnel
Rahimi Raman Ramírez Ranganathan Reid-Fraser Renaud Rinaldi Robichaud Rousseau Sørensen Saavedra
Sabourin Saito Salonen Sandhu Sarkar Savoie Sawatzky Schröder Sengupta Shevchenko Sigurdsson
Sinclair Sokolov Soucy St-Amour Szymańska Tachibana Tanguay Tessier Thériault Tkachenko Toussaint
Tran Tshibanda Turcotte Uddin Vaillancourt Valdés Varga Vasanth Verreault Villeneuve Wadhwa Waugh
Whitford Wójcik Wren Yamada Yazdani Yeo Żak Zakaria Zimmermann
"""
FAMILY = tuple(_FAMILY.split())

NICKNAMES = {
    "Catherine": "Cathy",
    "Charlotte": "Charlie",
    "David": "Dave",
    "Gabriela": "Gaby",
    "Jacqueline": "Jackie",
    "Rebecca": "Becky",
    "Andrew": "Andy",
    "Vincent": "Vince",
}

_LETTERS = str.maketrans(
    {"ø": "o", "Ø": "O", "ł": "l", "Ł": "L", "đ": "d", "Đ": "D", "ß": "ss", "æ": "ae", "œ": "oe"}
)


def plain(text: str) -> str:
    """A name as it stands in an address: lower case, no accents, no blanks or apostrophes."""
    letters = unicodedata.normalize("NFKD", text.translate(_LETTERS))
    kept = "".join(letter for letter in letters if not unicodedata.combining(letter))
    return kept.lower().replace("'", "").replace(" ", "")
