"""Columns of a survey export that tell who answered: known by their name, else by their cells."""

from __future__ import annotations

import re

import pandas as pd

from engagekit.readers.survey._scales import folded, words

PERSONAL = "personal data"
METADATA = "metadata"
EMPTY = "no header and no cells"

NAMES = words(
    """
    ip|ip address|ipaddress|adresse ip|ip adresse|direccion ip|e mail|email|email address
    e mail address|emailaddress|your email|your email address|mail|courriel|adresse courriel
    adresse e mail|adresse de messagerie|adresse electronique|votre courriel|e mail adresse
    correo|correo electronico|direccion de correo electronico|recipient email|name|full name
    your name|first name|firstname|last name|lastname|surname|given name|family name|nom|prenom
    nom de famille|nom complet|votre nom|nom et prenom|nachname|vorname|vollstandiger name|nombre
    apellido|apellidos|nombre completo|nombre y apellidos|nome|naam|recipientlastname
    recipientfirstname|recipientemail|recipient first name|recipient last name|respondent name
    phone|phone number|telephone|telephone number|telephone 1|mobile|mobile number|cell phone
    telefon|telefono|numero de telephone|phonenumber|ec phone|address|home address|postal address
    street address|adresse|adresse postale|latitude|longitude|locationlatitude|locationlongitude
    locationaccuracy|gps|x|y|altitude|location latitude|location longitude|location accuracy
    deviceid|device id|imei|subscriberid|simserial|simid|username|user name|login|upn|phone id
    submitted by|submitterid|submittername|submitter id|submitter name|creator|editor
    externalreference|externaldatareference|external reference|external data reference
    prolific pid|prolific id|worker id|workerid|mturk id|panelist id|panel id|participant email
    custom data|custom data 1|custom data 2|custom data 3|network id|employee id|employee number
    staff id|matricule|student id|token|dob|date of birth|date de naissance|geburtsdatum
    fecha de nacimiento|ssn
    """.replace("\n", "|")
)
"""Headers (folded) of columns that name a person or a device."""

_ASKED = re.compile(
    r"^(?:(?:please )?(?:enter|give|provide|leave|type|state)(?: us)?|what is|whats) your "
    r"(?:(?:full|first|last|work|own) )?(?:name|e ?mail|phone|telephone|mobile number)\b(?! of)"
    r"|^(?:veuillez )?(?:entrer|indiquer|saisir|inscrire) votre (?:nom|courriel|adresse e ?mail)\b"
    r"|^quel(?:le)? est votre (?:nom|prenom|adresse e ?mail|adresse courriel|courriel)\b"
    r"|^(?:wie lautet|bitte geben sie) ihre? (?:name|e mail)"
    r"|^cual es (?:su|tu) (?:nombre|correo)(?: completo)?$"
)
_EMAIL = r"^\S+@\S+\.\S{2,}$"
_IP = r"^(?:\d{1,3}\.){3}\d{1,3}$"
_POINT = r"^-?\d{1,3}\.\d+ -?\d{1,3}\.\d+(?: -?[\d.]+){0,2}$"


def is_personal(header: str, cells: pd.Series | None = None) -> bool:
    """Whether a column says who or where a person is.

    Parameters
    ----------
    header : str
        Header or question.
    cells : Series of str, optional
        The column: mostly addresses, IP numbers or map points.

    Examples
    --------
    >>> is_personal("E-Mail Address"), is_personal("What is the name of your phone model?")
    (True, False)
    """
    name = folded(re.sub(r"([a-z])([A-Z])", r"\1 \2", header).replace("_", " "))
    if name in NAMES or folded(header) in NAMES or re.sub(r" \d{1,2}$", "", name) in NAMES:
        return True
    if _ASKED.match(name):
        return True
    if cells is None:
        return False
    present = cells[cells != ""].iloc[:400].str.strip()
    if present.empty:
        return False
    return any(float(present.str.match(pattern).mean()) >= 0.5 for pattern in (_EMAIL, _IP, _POINT))
