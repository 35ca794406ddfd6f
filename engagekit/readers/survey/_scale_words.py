"""The words of answer scales, as a table that a person can read and extend.

To add a scale, write its id, then a line a level, from least to most, `/` between wordings.
"""

from __future__ import annotations

TABLE = """
satisfaction-5-en
    ; very dissatisfied / very unsatisfied / extremely dissatisfied / completely
      dissatisfied
    ; somewhat dissatisfied / dissatisfied / unsatisfied / somewhat unsatisfied / rather
      dissatisfied / fairly dissatisfied
    ; neither satisfied nor dissatisfied / neutral / neither / neither satisfied nor
      unsatisfied
    ; somewhat satisfied / satisfied / rather satisfied / fairly satisfied
    ; very satisfied / extremely satisfied / completely satisfied
satisfaction-unipolar-5-en
    ; not at all satisfied
    ; slightly satisfied / not very satisfied / a little satisfied
    ; moderately satisfied / somewhat satisfied / fairly satisfied
    ; very satisfied / satisfied
    ; extremely satisfied / completely satisfied
satisfaction-5-fr
    ; tres insatisfait / tres insatisfaite / tout a fait insatisfait / pas du tout satisfait
      / pas du tout satisfaite
    ; insatisfait / insatisfaite / plutot insatisfait / plutot insatisfaite / peu satisfait
      / peu satisfaite / plutot pas satisfait / plutot pas satisfaite
    ; ni satisfait ni insatisfait / ni satisfaite ni insatisfaite / neutre / moyennement
      satisfait
    ; satisfait / satisfaite / plutot satisfait / plutot satisfaite / assez satisfait /
      assez satisfaite
    ; tres satisfait / tres satisfaite / tout a fait satisfait / tout a fait satisfaite /
      extremement satisfait
satisfaction-5-de
    ; sehr unzufrieden
    ; unzufrieden / eher unzufrieden
    ; weder zufrieden noch unzufrieden / neutral / teils teils
    ; zufrieden / eher zufrieden
    ; sehr zufrieden
satisfaction-5-es
    ; muy insatisfecho / muy insatisfecha / nada satisfecho
    ; insatisfecho / insatisfecha / algo insatisfecho / poco satisfecho
    ; ni satisfecho ni insatisfecho / neutral / neutro
    ; satisfecho / satisfecha / algo satisfecho / bastante satisfecho
    ; muy satisfecho / muy satisfecha
agreement-5-en
    ; strongly disagree / completely disagree / disagree completely / totally disagree /
      disagree strongly
    ; disagree / somewhat disagree / rather disagree / tend to disagree / disagree somewhat
    ; neither agree nor disagree / neither agree or disagree / neutral / undecided / neither
    ; agree / somewhat agree / rather agree / tend to agree / agree somewhat
    ; strongly agree / completely agree / agree completely / totally agree / agree strongly
agreement-5-fr
    ; pas du tout d accord / pas du tout daccord / fortement en desaccord / tout a fait en
      desaccord / totalement en desaccord
    ; pas d accord / pas daccord / plutot pas d accord / plutot pas daccord / en desaccord /
      plutot en desaccord
    ; ni d accord ni pas d accord / ni daccord ni pas daccord / ni en accord ni en desaccord
      / ni d accord ni en desaccord / ni daccord ni en desaccord / neutre
    ; d accord / daccord / plutot d accord / plutot daccord / en accord / plutot en accord
    ; tout a fait d accord / tout a fait daccord / fortement en accord / totalement d accord
      / totalement daccord / entierement daccord
agreement-5-de
    ; stimme uberhaupt nicht zu / stimme gar nicht zu / trifft uberhaupt nicht zu / trifft
      nicht zu
    ; stimme nicht zu / stimme eher nicht zu / trifft eher nicht zu
    ; weder noch / teils teils / neutral / unentschieden
    ; stimme zu / stimme eher zu / trifft eher zu
    ; stimme voll zu / stimme voll und ganz zu / stimme vollig zu / trifft voll zu / trifft
      zu
agreement-5-es
    ; totalmente en desacuerdo / muy en desacuerdo
    ; en desacuerdo / algo en desacuerdo
    ; ni de acuerdo ni en desacuerdo / neutral / indiferente
    ; de acuerdo / algo de acuerdo
    ; totalmente de acuerdo / muy de acuerdo
importance-bipolar-5-en
    ; very unimportant
    ; somewhat unimportant / unimportant / rather unimportant
    ; neither important nor unimportant / neither important nor unimportant neutral /
      neutral
    ; somewhat important / important / rather important
    ; very important
importance-5-en
    ; not at all important / not important at all / not important
    ; slightly important / not very important / of little importance / a little important /
      rather unimportant
    ; moderately important / somewhat important / fairly important / rather important
    ; very important / important
    ; extremely important / essential / critical
importance-5-fr
    ; pas du tout important / pas important
    ; peu important
    ; moyennement important / assez important
    ; important / tres important
    ; extremement important / essentiel
importance-5-de
    ; uberhaupt nicht wichtig / unwichtig / gar nicht wichtig
    ; weniger wichtig / eher unwichtig
    ; teils teils / mittelmassig wichtig
    ; wichtig / eher wichtig
    ; sehr wichtig / ausserst wichtig
importance-5-es
    ; nada importante
    ; poco importante
    ; moderadamente importante / algo importante
    ; importante / muy importante
    ; extremadamente importante / esencial
quality-5-en
    ; poor
    ; fair
    ; good
    ; very good
    ; excellent
quality-bipolar-5-en
    ; very poor / very bad / horrible / terrible / awful
    ; poor / bad / below average
    ; fair / average / ok / okay / acceptable / neutral / neither good nor bad
    ; good / above average
    ; very good / excellent / great
quality-5-fr
    ; tres mauvais / tres mauvaise / tres faible / mediocre
    ; mauvais / mauvaise / faible
    ; moyen / moyenne / passable / acceptable / correct
    ; bon / bonne / bien
    ; tres bon / tres bonne / excellent / excellente / tres bien
quality-5-de
    ; sehr schlecht / ungenugend / mangelhaft
    ; schlecht / ausreichend
    ; mittelmassig / befriedigend / durchschnittlich
    ; gut
    ; sehr gut / ausgezeichnet
quality-5-es
    ; muy malo / muy mala / pesimo
    ; malo / mala
    ; regular / aceptable
    ; bueno / buena
    ; muy bueno / muy buena / excelente
liking-5-en
    ; dislike a great deal / dislike very much / strongly dislike
    ; dislike somewhat / dislike a little
    ; neither like nor dislike / neutral
    ; like somewhat / like a little
    ; like a great deal / like very much / strongly like
liking-3-en
    ; dislike
    ; neither like nor dislike / neutral
    ; like
feeling-3-en
    ; awful / terrible
    ; in the middle
    ; great
likelihood-5-en
    ; very unlikely / extremely unlikely / not at all likely
    ; unlikely / somewhat unlikely / rather unlikely / slightly likely / not very likely
    ; neither likely nor unlikely / neutral / undecided / moderately likely / maybe
    ; likely / somewhat likely / rather likely
    ; very likely / extremely likely
likelihood-5-fr
    ; tres improbable / pas du tout probable
    ; improbable / peu probable / plutot improbable
    ; ni probable ni improbable / neutre
    ; probable / plutot probable / assez probable
    ; tres probable / extremement probable
likelihood-5-de
    ; sehr unwahrscheinlich
    ; unwahrscheinlich / eher unwahrscheinlich
    ; weder noch / neutral
    ; wahrscheinlich / eher wahrscheinlich
    ; sehr wahrscheinlich
likelihood-5-es
    ; muy improbable / nada probable
    ; improbable / poco probable
    ; ni probable ni improbable / neutral
    ; probable / algo probable
    ; muy probable
ease-5-en
    ; very difficult / extremely difficult / very hard
    ; somewhat difficult / difficult / hard / rather difficult
    ; neither easy nor difficult / neutral / average
    ; somewhat easy / easy / rather easy
    ; very easy / extremely easy
ease-5-fr
    ; tres difficile
    ; difficile / plutot difficile
    ; ni facile ni difficile / neutre
    ; facile / plutot facile / assez facile
    ; tres facile
ease-5-de
    ; sehr schwierig / sehr schwer
    ; schwierig / schwer / eher schwierig
    ; weder noch / neutral
    ; leicht / einfach / eher leicht
    ; sehr leicht / sehr einfach
ease-5-es
    ; muy dificil
    ; dificil / algo dificil
    ; ni facil ni dificil / neutral
    ; facil / algo facil
    ; muy facil
favour-5-en
    ; very unfavorably / very unfavourably / very unfavorable / very negative
    ; somewhat unfavorably / somewhat unfavourably / somewhat unfavorable / unfavorable /
      negative / somewhat negative
    ; neither favorably nor unfavorably neutral / neither favorably nor unfavorably /
      neither favourably nor unfavourably / neither favorable nor unfavorable / neutral /
      neither positive nor negative
    ; somewhat favorably / somewhat favourably / somewhat favorable / favorable / positive /
      somewhat positive
    ; very favorably / very favourably / very favorable / very positive
happiness-5-en
    ; very unhappy
    ; quite unhappy / unhappy / somewhat unhappy
    ; neutral / neither happy nor unhappy
    ; quite happy / happy / somewhat happy
    ; very happy / extremely happy
usefulness-5-en
    ; not at all useful / not useful
    ; slightly useful / not very useful / a little useful
    ; moderately useful / somewhat useful / fairly useful
    ; very useful / useful
    ; extremely useful
helpfulness-5-en
    ; not at all helpful / not helpful
    ; slightly helpful / not very helpful / a little helpful
    ; moderately helpful / somewhat helpful / fairly helpful
    ; very helpful / helpful
    ; extremely helpful
usefulness-5-fr
    ; pas du tout utile / inutile
    ; peu utile
    ; moyennement utile / assez utile
    ; utile / tres utile
    ; extremement utile
confidence-5-en
    ; not at all confident / not confident
    ; slightly confident / not very confident
    ; moderately confident / somewhat confident / fairly confident
    ; very confident / confident
    ; extremely confident / completely confident
familiarity-5-en
    ; not at all familiar / not familiar
    ; slightly familiar / not very familiar
    ; moderately familiar / somewhat familiar
    ; very familiar / familiar
    ; extremely familiar
impression-5-en
    ; not at all impressive
    ; a bit impressive / slightly impressive
    ; quite impressive / moderately impressive / somewhat impressive
    ; very impressive
    ; extremely impressive
frequency-5-en
    ; never
    ; rarely / seldom / almost never / hardly ever
    ; sometimes / occasionally / about half the time
    ; often / mostly / usually / frequently / most of the time / almost always / very often
    ; always
frequency-5-fr
    ; jamais
    ; rarement
    ; parfois / quelquefois / de temps en temps
    ; souvent / la plupart du temps
    ; toujours
frequency-5-de
    ; nie
    ; selten
    ; manchmal / gelegentlich
    ; oft / haufig / meistens
    ; immer
frequency-5-es
    ; nunca
    ; raramente / rara vez / casi nunca
    ; a veces / de vez en cuando
    ; a menudo / generalmente / frecuentemente / casi siempre
    ; siempre
extent-5-en
    ; not at all / none at all
    ; a little / slightly / to a small extent / a bit
    ; moderately / somewhat / to some extent / a moderate amount
    ; very / very much / a lot / to a large extent / quite a bit
    ; extremely / completely / a great deal / to a very large extent
extent-4-en
    ; not at all
    ; not much / very little
    ; some
    ; a lot
extent-5-fr
    ; pas du tout
    ; un peu / peu
    ; moyennement / assez
    ; beaucoup / tres
    ; extremement / enormement / tout a fait
extent-5-es
    ; nada / en absoluto
    ; poco / un poco
    ; algo / moderadamente
    ; mucho / bastante
    ; muchisimo / totalmente
need-5-en
    ; fails to meet expectations / far below expectations / did not meet expectations
    ; below expectations / partly meets expectations / partially met expectations
    ; meets expectations / met expectations
    ; above expectations / exceeds expectations / exceeded expectations
    ; far above expectations / far exceeds expectations / far exceeded expectations
satisfaction-7-en
    ; completely dissatisfied / extremely dissatisfied
    ; very dissatisfied / mostly dissatisfied
    ; somewhat dissatisfied / slightly dissatisfied / dissatisfied
    ; neither satisfied nor dissatisfied / neutral
    ; somewhat satisfied / slightly satisfied / satisfied
    ; very satisfied / mostly satisfied
    ; completely satisfied / extremely satisfied
agreement-7-en
    ; strongly disagree / completely disagree
    ; disagree / mostly disagree
    ; somewhat disagree / slightly disagree / rather disagree
    ; neither agree nor disagree / neutral
    ; somewhat agree / slightly agree / rather agree
    ; agree / mostly agree
    ; strongly agree / completely agree
"""

NO_OPINION = """
n a / na / not applicable / does not apply / doesnt apply / dont know / do not know
i dont know / no opinion / no basis for evaluation / no basis to judge / unable to judge
unable to rate / cannot say / cant say / not sure / unsure / prefer not to say
prefer not to answer / rather not say / no answer / no response / dont use / do not use
have not used / havent used / never used / never used it / never tried it
i have not used this / not used / unfamiliar / unfamiliar n a / not familiar with it
i dont know this tool / i know but never used this tool / dk / none of the above / sans objet
s o / so / ne s applique pas / ne sapplique pas / non applicable / je ne sais pas
ne sait pas / ne sais pas / sans opinion / aucune opinion / pas d opinion / pas dopinion
prefere ne pas repondre / je prefere ne pas repondre / sans avis / non concerne
non concernee / n utilise pas / jamais utilise / keine angabe / k a / weiss nicht
ich weiss nicht / trifft auf mich nicht zu / nicht zutreffend / kann ich nicht beurteilen
keine meinung / nicht genutzt / no aplica / no se / no lo se / no sabe / sin opinion
prefiero no responder / no contesta / ns nc / no lo uso
"""
