"""Sign-in, sign-out, language, and the form that outlives its session."""

import re
from datetime import timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.utils import timezone

from entraide import resume
from personnel.models import Compte
from tests.personnel import session_urls

pytestmark = [pytest.mark.django_db, pytest.mark.urls("tests.personnel.session_urls")]
SECRET = "un mot de passe bien long"


@pytest.fixture(autouse=True)
def saved():
    session_urls.SAVED.clear()
    return session_urls.SAVED


def account(username="aicha", role="RESPONSABLE", **fields):
    return Compte.objects.create_user(username, SECRET, role=role, **{"langue": "fr", **fields})


def sign_in(client, username="aicha", password=SECRET, **more):
    return client.post("/connexion/", {"username": username, "password": password, **more})


def hidden(response, name):
    found = re.search(rf'name="{name}" value="([^"]*)"', response.content.decode())
    return found[1] if found else None


def typed(compte, **more):
    """What a browser sends from a form opened by `compte`."""
    return {
        "nom": "بنت سيدي",
        "note": "a\r\nb",
        "version": "4",
        "_compte": resume.sign_account(compte),
        **more,
    }


# --- sign-in ------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(("langue", "words"), [("ar", "تسجيل الدخول"), ("fr", "Se connecter")])
def test_the_sign_in_page_speaks_the_language_of_the_browser(client, langue, words):
    response = client.get("/connexion/", headers={"accept-language": langue})
    assert words in response.content.decode()
    assert f'<html lang="{langue}" dir="{"rtl" if langue == "ar" else "ltr"}"' in response.content.decode()
    assert response.headers["Content-Language"] == langue


def test_an_unknown_language_gets_arabic(client):
    assert client.get("/connexion/", headers={"accept-language": "de"}).headers["Content-Language"] == "ar"


def test_signing_in_leads_to_the_page_that_was_asked_for(client):
    account()
    first = client.get("/formulaire/?a=1")
    assert first.status_code == 302 and first.url == "/connexion/?next=/formulaire/%3Fa%3D1"
    response = sign_in(client, next="/formulaire/?a=1")
    assert response.status_code == 302 and response.url == "/formulaire/?a=1"


@pytest.mark.parametrize(
    "following",
    [
        "https://ailleurs.example/",
        "//ailleurs.example/",
        "/\\ailleurs.example",
        "javascript:alert(1)",
        "http://testserver//ailleurs.example/",
        "\x00/",
    ],
)
def test_signing_in_never_leads_elsewhere(client, following):
    account()
    assert sign_in(client, next=following).url == "/"


@pytest.mark.parametrize(
    ("username", "password"),
    [("aicha", "faux"), ("personne", SECRET), ("", ""), ("ai\x00cha", SECRET), ("a" * 500, "x")],
)
def test_a_refusal_says_the_same_for_every_reason(client, username, password):
    account()
    response = client.post(
        "/connexion/", {"username": username, "password": password}, headers={"accept-language": "ar"}
    )
    assert response.status_code == 200
    assert (
        "اسم المستخدم أو كلمة المرور غير صحيح. المرجو التحقق منهما ثم إعادة المحاولة."
        in response.content.decode()
    )
    assert SECRET not in response.content.decode() and "faux" not in response.content.decode()


def test_a_closed_account_does_not_come_in_and_an_open_session_ends(client):
    compte = account()
    sign_in(client)
    assert client.get("/formulaire/").status_code == 200
    Compte.objects.filter(pk=compte.pk).update(is_active=False)
    assert client.get("/formulaire/").status_code == 302
    assert "incorrect" in sign_in(client).content.decode() or sign_in(client).status_code == 200


def test_five_failures_suspend_this_account_from_this_address_and_say_until_when(client):
    account()
    account("brahim")
    for _ in range(4):
        assert sign_in(client, password="faux").status_code == 200
    response = client.post(
        "/connexion/", {"username": "aicha", "password": "faux"}, headers={"accept-language": "fr"}
    )
    assert response.status_code == 429
    again = timezone.localtime(timezone.now() + timedelta(minutes=30))
    text = response.content.decode()
    assert "Connexion suspendue après 5 essais." in text
    assert any(f"{(again - timedelta(minutes=m)):%H:%M}" in text for m in (0, 1))
    assert 1700 < int(response.headers["Retry-After"]) <= 1800
    assert sign_in(client).status_code == 429
    assert sign_in(client, "brahim").status_code == 302
    assert (
        Client(REMOTE_ADDR="10.0.0.7")
        .post("/connexion/", {"username": "aicha", "password": SECRET})
        .status_code
        == 302
    )


def test_attempts_during_the_suspension_do_not_prolong_it(client, monkeypatch):
    account()
    for _ in range(5):
        sign_in(client, password="faux")
    from axes.models import AccessAttempt

    before = AccessAttempt.objects.get().attempt_time
    assert sign_in(client, password="faux").status_code == 429
    assert AccessAttempt.objects.get().attempt_time == before


def test_signing_out_ends_the_session_and_reading_the_address_does_not(client):
    account()
    sign_in(client)
    client.get("/deconnexion/")
    assert client.get("/formulaire/").status_code == 200
    assert client.post("/deconnexion/").url == "/connexion/"
    assert client.get("/formulaire/").status_code == 302


def test_fc_acc_04_no_page_stays_in_a_cache(client):
    account()
    for response in (
        client.get("/connexion/"),
        sign_in(client),
        client.get("/formulaire/"),
        client.get("/nulle-part/"),
    ):
        assert "no-store" in response.headers["Cache-Control"]


@pytest.mark.parametrize("path", ["/connexion/", "/formulaire/", "/nulle-part/", "/?q=%00"])
def test_every_answer_carries_the_strict_policy(client, path):
    account()
    sign_in(client)
    policy = client.get(path).headers["Content-Security-Policy"]
    assert policy.startswith("default-src 'none'") and "unsafe" not in policy and "http" not in policy


def test_nul_in_an_address_is_refused_with_a_page(client):
    account()
    sign_in(client)
    response = client.get("/formulaire/?q=a%00b")
    assert response.status_code == 400 and "400" in response.content.decode()


# --- language -----------------------------------------------------------------------------------------------


def test_fc_i18_07_the_language_follows_the_account_and_no_cache_mixes_them(client):
    account(langue="fr")
    account("brahim", langue="ar")
    other = Client()
    sign_in(client), sign_in(other, "brahim")
    french = client.get("/formulaire/", headers={"accept-language": "ar"})
    arabic = other.get("/formulaire/", headers={"accept-language": "fr"})
    assert french.headers["Content-Language"] == "fr" and arabic.headers["Content-Language"] == "ar"
    assert {"Cookie", "Accept-Language"} <= set(re.split(r", ?", french.headers["Vary"]))
    client.post("/langue/", {"langue": "ar", "next": "/formulaire/"})
    assert client.get("/formulaire/").headers["Content-Language"] == "ar"
    assert Compte.objects.get(username="aicha").langue == "ar"


def test_fc_i18_08_the_switch_keeps_path_and_filters(client):
    account()
    sign_in(client)
    page = client.get("/centres/?annee=2025/2026&province=3&page=2")
    following = hidden(page, "next").replace("&amp;", "&")
    assert following == "/centres/?annee=2025/2026&province=3&page=2"
    assert client.post("/langue/", {"langue": "ar", "next": following}).url == following


@pytest.mark.parametrize("following", ["https://ailleurs.example/", "//x.example", "", "http:///x"])
def test_fc_i18_08_the_switch_accepts_own_addresses_only(client, following):
    assert client.post("/langue/", {"langue": "fr", "next": following}).url == "/"


def test_fc_i18_08_after_a_refused_form_the_switch_leads_to_the_page_of_the_form(client):
    account()
    sign_in(client)
    page = client.post("/formulaire/", {"nom": ""}, headers={"referer": "http://testserver/formulaire/?a=1"})
    assert hidden(page, "next") == "/formulaire/?a=1"


def test_a_stranger_keeps_the_language_in_a_cookie(client):
    client.post("/langue/", {"langue": "fr"})
    assert client.get("/connexion/", headers={"accept-language": "ar"}).headers["Content-Language"] == "fr"


@pytest.mark.parametrize("choice", ["en", "", "ar\x00"])
def test_a_language_that_is_not_offered_is_refused(client, choice):
    assert client.post("/langue/", {"langue": choice}).status_code == 400


def test_reading_does_not_switch(client):
    assert client.get("/langue/?langue=fr").status_code == 405


# --- a form that outlives its session -----------------------------------------------------------------------


def test_a_form_sent_after_the_session_comes_back_as_it_was_and_is_saved_once(client, saved):
    compte = account()
    refused = client.post("/formulaire/?a=1", typed(compte))
    assert refused.status_code == 401 and not saved
    assert (
        "Votre saisie est conservée" in refused.content.decode()
        or "محفوظ في هذه الصفحة" in refused.content.decode()
    )

    back = sign_in(client, _saisie=hidden(refused, "_saisie"))
    assert back.status_code == 200 and 'action="/formulaire/?a=1"' in back.content.decode()
    fields = dict(
        re.findall(r'name="([^"]+)" value="([^"]*)"', back.content.decode().split("data-resume")[1])
    )
    assert fields["nom"] == "بنت سيدي" and fields["note"] == "a\r\nb" and fields["_reprendre"] == "1"

    shown = client.post("/formulaire/?a=1", fields)
    assert shown.status_code == 200 and not saved
    assert "بنت سيدي" in shown.content.decode() and "_reprendre" not in shown.content.decode()
    assert hidden(shown, "version") == "4"
    assert "encore enregistr" in shown.content.decode()

    fields.pop("_reprendre")
    assert client.post("/formulaire/?a=1", fields).content == b"saved"
    assert saved == [{"nom": "بنت سيدي", "note": "a\r\nb"}]


def test_the_token_of_the_form_survives_so_that_it_is_written_once(client):
    compte = account()
    token = "6f0c1c58-6a54-4f4e-9d27-0a4f2f3d9a11"
    packed = hidden(client.post("/formulaire/", typed(compte, jeton=token)), "_saisie")
    assert hidden(sign_in(client, _saisie=packed), "jeton") == token


def test_another_account_does_not_receive_the_form(client):
    compte = account()
    account("brahim")
    packed = hidden(client.post("/formulaire/", typed(compte)), "_saisie")
    response = sign_in(client, "brahim", _saisie=packed)
    assert response.status_code == 302
    page = client.get(response.url)
    assert "بنت سيدي" not in page.content.decode() and "autre compte" in page.content.decode()


def test_a_wrong_password_does_not_lose_the_form_nor_store_it(client):
    compte = account()
    packed = hidden(client.post("/formulaire/", typed(compte)), "_saisie")
    again = sign_in(client, password="faux", _saisie=packed)
    assert hidden(again, "_saisie") == packed
    from axes.models import AccessAttempt

    assert packed[:40] not in AccessAttempt.objects.get().post_data
    assert "faux" not in AccessAttempt.objects.get().post_data


@pytest.mark.parametrize("change", [lambda p: p[:-1] + "x", lambda p: "", lambda p: "zz:zz", lambda p: p * 2])
def test_a_forged_form_is_dropped(client, change):
    compte = account()
    packed = hidden(client.post("/formulaire/", typed(compte)), "_saisie")
    assert sign_in(client, _saisie=change(packed)).status_code == 302


def test_no_password_and_no_file_is_carried_and_the_loss_of_a_file_is_said(client):
    compte = account()
    data = typed(
        compte, new_password1="secret-1", mot_de_passe="secret-2", piece=SimpleUploadedFile("a.csv", b"x")
    )
    packed = hidden(client.post("/formulaire/", data), "_saisie")
    back = sign_in(client, _saisie=packed)
    assert "secret-" not in back.content.decode()
    shown = client.get("/formulaire/")
    assert "Choisissez de nouveau le fichier" in shown.content.decode()


def test_a_page_that_names_no_account_carries_nothing(client):
    account()
    response = client.post("/formulaire/", {"nom": "x"})
    assert response.status_code == 401 and hidden(response, "_saisie") is None
    response = client.post("/formulaire/", {"nom": "x", "_compte": "1:forged"})
    assert response.status_code == 401 and hidden(response, "_saisie") is None


def test_a_form_too_long_to_carry_says_that_nothing_was_saved(client, monkeypatch):
    monkeypatch.setattr(resume, "MAX_CHARS", 50)
    response = client.post("/formulaire/", typed(account()), headers={"accept-language": "fr"})
    assert response.status_code == 401 and "rien n&#x27;a été enregistré" in response.content.decode()


def test_a_form_opened_before_a_new_sign_in_is_shown_again_and_not_saved(saved):
    compte = account()
    client = Client(enforce_csrf_checks=True)
    client.force_login(compte)
    response = client.post("/formulaire/", typed(compte, csrfmiddlewaretoken="x" * 64))
    assert response.status_code == 200 and "data-resume" in response.content.decode() and not saved
    # Without the signed account, or from another site, it stays refused.
    assert client.post("/formulaire/", {"nom": "x"}).status_code == 403
    foreign = client.post("/formulaire/", typed(compte), headers={"origin": "https://ailleurs.example"})
    assert foreign.status_code == 403 and "بنت سيدي" not in foreign.content.decode()


def test_htmx_after_the_session_sends_the_whole_page_to_sign_in_and_back(client):
    account()
    response = client.post(
        "/formulaire/",
        {"nom": "x"},
        headers={"hx-request": "true", "hx-current-url": "http://testserver/formulaire/?a=1"},
    )
    assert (
        response.status_code == 401
        and response.headers["HX-Redirect"] == "/connexion/?next=%2Fformulaire%2F%3Fa%3D1"
    )
    response = client.get(
        "/formulaire/", headers={"hx-request": "true", "hx-current-url": "https://x.example/"}
    )
    assert response.headers["HX-Redirect"] == "/connexion/"


# --- own password -------------------------------------------------------------------------------------------


def change_password(client, old=SECRET, new="une autre phrase secrète", again=None):
    return client.post(
        "/mot-de-passe/", {"old_password": old, "new_password1": new, "new_password2": again or new}
    )


def test_changing_the_password_keeps_this_session_and_ends_the_others(client):
    compte = account()
    other = Client()
    sign_in(client), sign_in(other)
    assert change_password(client).status_code == 302
    assert client.get("/formulaire/").status_code == 200
    assert other.get("/formulaire/").status_code == 302
    assert Compte.objects.get(pk=compte.pk).check_password("une autre phrase secrète")


def test_passwords_are_kept_by_argon2():
    from entraide import settings

    assert settings.PASSWORD_HASHERS[0].endswith("Argon2PasswordHasher")


@pytest.mark.parametrize("langue", ["ar", "fr"])
@pytest.mark.parametrize(
    "values",
    [
        {"old": "faux"},
        {"again": "différent de tout"},
        {"new": "court"},
        {"new": "1234567890123"},
        {"new": "password123"},
    ],
)
def test_a_refused_password_says_why_and_never_in_english(client, langue, values):
    account(langue=langue)
    sign_in(client)
    text = change_password(client, **values).content.decode()
    assert 'class="error"' in text and 'aria-invalid="true"' in text
    error = re.search(r'class="error">.*?<span>(.*?)</span>', text, re.S)[1]
    assert ("password" not in error.lower()) and (re.search("[؀-ۿ]", error) is not None) == (langue == "ar")


# --- errors -------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(("langue", "words"), [("ar", "هذه الصفحة غير موجودة"), ("fr", "n&#x27;existe pas")])
def test_an_unknown_page_is_explained_in_the_language_of_the_account(client, langue, words):
    account(langue=langue)
    sign_in(client)
    response = client.get("/nulle-part/")
    assert response.status_code == 404 and words in response.content.decode()


def test_the_page_of_a_breakdown_asks_the_database_nothing(rf, django_assert_num_queries):
    from entraide.views import server_error

    with django_assert_num_queries(0):
        text = server_error(rf.get("/")).content.decode()
    assert "تعذر عرض هذه الصفحة" in text and "incident technique" in text
