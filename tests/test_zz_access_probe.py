import pytest, collections
from tests.access_sweep import *
from tests.test_access import patterns
@pytest.fixture(scope="module")
def sweep(django_db_setup, django_db_blocker):
    with opened(django_db_blocker) as sweep:
        yield sweep
NAMES={"personnel_agent":"agent1","personnel_compte":"compte_aicha","personnel_jeton":"jeton_aicha","personnel_journal":"journal","personnel_consultation":"consultation","centres_centre":"centre1","centres_capaciteautorisee":"capacite","centres_groupe":"groupe1","centres_filiere":"filiere","centres_derogationgroupe":"derogation","centres_affectation":"affectation1","centres_anneescolaire":"annee_scolaire","centres_joursansclasse":"conge","centres_commune":"commune","centres_province":"province","beneficiaires_beneficiaire":"personne1","beneficiaires_inscription":"inscription1"}
@pytest.mark.django_db
def test_x(sweep):
    import logging; logging.disable(logging.CRITICAL)
    out=collections.OrderedDict(); odd=set()
    for name in patterns():
        if not name.startswith(("admin:","administration/")): continue
        model=name.removeprefix("admin:").rpartition("_")[0]; kind=name.rpartition("_")[2]
        n=""
        if model in NAMES and kind not in ("changelist","add","import","export") : n=NAMES[model]
        if name.endswith("process_import"): n=""
        if name=="admin:app_list": n="centres"
        if name.startswith("administration/"): n=NAMES.get("_".join(name.split("/")[1:3]),"rien")
        row={}
        for m in ("GET","HEAD","POST","PUT","DELETE","OPTIONS"):
            for role in ("coordination","aicha","anonyme"):
                if role!="coordination" and m in("PUT",): continue
                p=Probe(role,m,name,0,n)
                try: a=sweep.ask(p); row[m,role]=a.status
                except Exception as e: row[m,role]=repr(e)[:90]; continue
                if a.wrote: row[m,role]=str(a.status)+"W"
                l=sweep.leaks(p,a)
                if l: print("LEAK",p,l)
        print(name,n,"|",row["GET","coordination"],row["HEAD","coordination"],row["POST","coordination"],row["PUT","coordination"],row["DELETE","coordination"],row["OPTIONS","coordination"],"|",*[row[m,"aicha"] for m in("GET","POST","DELETE","OPTIONS")],"|",*[row[m,"anonyme"] for m in("GET","POST","DELETE","OPTIONS")])
