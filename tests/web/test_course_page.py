"""The course in a real browser: guess, answer, mosaic, test, certificate, progress; by keyboard; readable without JavaScript."""

from playwright.sync_api import expect

from api.check.pages.content import course, pairs, posts, stored
from tests.web.states import certified, guessed, passed, revealed


def test_a_guess_is_answered_with_the_guides_level_the_reason_and_the_live_analysis(page, site):
    guessed(page, site.url)
    post = page.locator(".post[data-id=nat-patient]")
    expect(post.locator("> .verdict")).to_have_text("Rigtigt set.")
    expect(post.locator(".reveal > .level")).to_contain_text("Rød")
    expect(post.locator(".engine-head")).to_contain_text("Svaret er lavet lige nu.")
    expect(post.locator(".engine-answer mark").first).to_be_visible()
    expect(post).to_contain_text("Hvad kunne man skrive i stedet?")


def test_a_wrong_guess_is_told_kindly(page, site):
    page.goto(f"{site.url}/kursus#maa-det-slaas-op")
    post = page.locator(".post[data-id=nat-kritik]")
    post.locator("[data-guess=red]").click()
    expect(post.locator("> .verdict")).to_have_text("Ikke helt.")
    expect(post.locator("[data-guess=red]")).to_have_attribute("aria-pressed", "true")


def test_the_stored_answer_stands_where_the_service_cannot_be_reached(page, site):
    page.route("**/tjek/svar", lambda route: route.abort())
    guessed(page, site.url)
    post = page.locator(".post[data-id=nat-patient]")
    expect(post.locator(".engine-head")).to_contain_text("Svaret er lavet på forhånd.")
    expect(post.locator(".engine-answer section")).to_be_visible()


def test_the_mosaic_grows_and_the_group_shrinks(page, site):
    page.goto(f"{site.url}/kursus")
    place = page.locator(".mosaic-answer")
    sizes = []
    for name in ("", "age", "ward", "stay", "trait"):
        if name:
            page.locator(f"label[for=brik-{name}]").click()
        sizes.append(int(place.locator(".people").get_attribute("data-high")))
    assert sizes == sorted(sizes, reverse=True)
    assert sizes[0] == 100
    assert sizes[-1] == 1
    expect(place.locator(".draft")).to_contain_text("byens tidligere slagter")
    expect(place.locator(".level")).to_contain_text("Rød")


def test_the_test_gives_a_certificate_made_in_the_browser(page, site):
    certified(page, site.url)
    expect(page.locator(".score")).to_contain_text("8 af 8")
    expect(page.locator("#certificate-picture")).to_have_attribute("aria-label", "Bevis for, at Prøve Prøvesen har gennemført kurset den " + page.evaluate("new Intl.DateTimeFormat('da-DK', {dateStyle: 'long'}).format(new Date())") + ".")  # fmt: skip
    with page.expect_download() as saved:
        page.get_by_role("button", name="Gem som billede").click()
    assert saved.value.suggested_filename == "bevis.png"
    assert "Prøvesen" not in page.evaluate("JSON.stringify(localStorage)")


def test_a_certificate_needs_a_name(page, site):
    passed(page, site.url)
    page.get_by_role("button", name="Lav bevis").click()
    expect(page.get_by_label("Dit navn")).to_be_focused()
    expect(page.locator(".certificate-made")).to_be_hidden()


def test_six_of_eight_are_needed(page, site):
    page.goto(f"{site.url}/kursus#proeve")
    for i, question in enumerate(course()["question"]):
        chosen = question["right"] if i < 5 else (question["right"] + 1) % 3
        page.locator(f"label[for=q{i}-{chosen}]").click()
    page.locator("#test [type=submit]").click()
    expect(page.locator(".score")).to_contain_text("5 af 8 rigtige. Der skal seks til.")
    expect(page.locator("#certificate")).to_be_hidden()
    page.locator(f"label[for=q5-{course()['question'][5]['right']}]").click()
    page.locator("#test [type=submit]").click()
    expect(page.locator("#certificate")).to_be_visible()


def test_a_question_left_open_is_pointed_at(page, site):
    page.goto(f"{site.url}/kursus#proeve")
    page.locator("#test [type=submit]").click()
    expect(page.locator(".score")).to_have_text("Svar på alle spørgsmål først.")
    expect(page.locator("#q0-0")).to_be_focused()


def test_progress_is_kept_in_this_browser_and_can_be_forgotten(page, site):
    page.goto(f"{site.url}/kursus")
    page.get_by_role("button", name="Næste").click()
    expect(page.locator("#sjaeldent-nok-title")).to_be_focused()
    page.reload()
    expect(page.locator(".progress-text")).to_contain_text("1 af 7")
    assert page.evaluate("Object.keys(localStorage).join()") == "tavshedstjek.kursus"
    page.goto(f"{site.url}/kursus")
    page.get_by_role("button", name="Glem, hvor langt").click()
    assert page.evaluate("localStorage.length") == 0
    page.reload()
    expect(page.locator(".progress-text")).to_contain_text("0 af 7")


def test_the_short_path_leaves_out_chapters_and_posts(page, site):
    page.goto(f"{site.url}/kursus#maa-det-slaas-op")
    expect(page.locator(".pairs .post:visible")).to_have_count(24)
    page.locator(".toc a").first.click()
    page.get_by_text("Den korte vej (ti minutter)").click()
    expect(page.locator(".toc li:visible")).to_have_count(4)
    page.locator(".toc a:visible").nth(1).click()
    expect(page.locator(".pairs .post:visible")).to_have_count(8)
    page.reload()
    expect(page.locator("#path-short")).to_be_checked(checked=True)


def walk(page, chapters):
    for chapter in chapters:
        page.locator("#next").focus()
        page.keyboard.press("Enter")
        expect(page.locator(f"#{chapter}-title")).to_be_focused()


def test_the_course_can_be_taken_with_the_keyboard(page, site):
    page.goto(f"{site.url}/kursus")
    page.locator("#brik-age").focus()
    page.keyboard.press("Space")
    expect(page.locator(".mosaic-answer")).to_contain_text("87-årig")
    chapters = [chapter["id"] for chapter in course()["chapter"]]
    posts_at = chapters.index("maa-det-slaas-op")
    walk(page, chapters[1 : posts_at + 1])
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    expect(page.locator(".post .verdict").first).to_have_text("Rigtigt set.")
    walk(page, chapters[posts_at + 1 :])
    for i, question in enumerate(course()["question"]):
        page.locator(f"#q{i}-0").focus()
        page.keyboard.press("Space")
        for _ in range(question["right"]):
            page.keyboard.press("ArrowDown")
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    expect(page.locator("#certificate-title")).to_be_focused()


def test_the_course_can_be_read_without_javascript(contexts, site):
    page = contexts(java_script_enabled=False).new_page()
    page.goto(f"{site.url}/kursus")
    expect(page.locator(".chapter:visible")).to_have_count(len(course()["chapter"]))
    expect(page.locator(".guess:visible")).to_have_count(0)
    post = page.locator(".post[data-id=nat-patient]")
    post.locator("summary").click()
    expect(post.locator(".engine-answer section")).to_be_visible()
    expect(page.locator(".mosaic-answer .draft")).to_contain_text("slagter")


def test_the_teacher_counts_hands_and_reveals(page, site):
    revealed(page, site.url)
    slide = page.locator(".slide:visible")
    expect(slide).to_have_count(1)
    expect(slide).to_contain_text(f"Opslag 2 af {len(posts())}")
    slide.get_by_label("Ja").fill("8")
    slide.get_by_label("Nej").fill("14")
    expect(slide.locator(".tally")).to_have_text("14 af 22 sagde »Nej«.")
    expect(slide.locator(".engine-answer section")).to_be_visible()
    expect(page.locator("#reveal")).to_have_text("Skjul svaret")
    slide.locator("h2").focus()
    page.keyboard.press("ArrowRight")
    expect(page.locator(".slide:visible h2")).to_contain_text("Opslag 3")
    page.keyboard.press("Space")
    expect(page.locator(".slide:visible .reveal")).to_have_attribute("open", "")
    page.keyboard.press("ArrowLeft")
    expect(page.locator(".slide:visible .reveal")).not_to_have_attribute("open", "")
    expect(page.locator(".slide:visible .tally")).to_be_empty()


def test_the_teacher_finds_a_pair_and_the_note_to_it(page, site):
    page.goto(f"{site.url}/kursus/undervisning")
    short = [pair for pair in pairs() if pair.path == "short"]
    options = page.locator("#jump option").all_inner_texts()
    assert [f"{i}. {pair.title} – {pair.sector}" for i, pair in enumerate(short, 1)] == options[: len(short)]
    chosen = pairs()[-1]
    page.get_by_label("Gå til").select_option(label=next(each for each in options if chosen.title in each))
    slide = page.locator(".slide:visible")
    expect(slide).to_have_attribute("data-id", chosen.posts[0].id)
    expect(slide.get_by_text(chosen.note)).to_be_hidden()
    slide.get_by_text("Til underviseren").click()
    expect(slide.get_by_text(chosen.note)).to_be_visible()
    page.get_by_role("button", name="Forrige opslag").click()
    expect(page.locator("#jump option:checked")).to_contain_text(pairs()[-2].title)


def test_the_teachers_view_asks_the_service_nothing(contexts, site):
    context = contexts()
    asked = []
    page = context.new_page()
    page.goto(f"{site.url}/kursus/undervisning")
    context.on("request", lambda request: asked.append(request.url))
    for _ in range(4):
        page.locator("#reveal").click()
        page.locator("#next").click()
    assert not [url for url in asked if not url.endswith(".svg")]


def test_printing_gives_the_page_or_the_certificate_alone(page, site):
    page.goto(f"{site.url}/kursus")
    page.emulate_media(media="print")
    expect(page.get_by_role("heading", level=1)).to_be_visible()
    page.emulate_media(media="screen")
    certified(page, site.url)
    page.emulate_media(media="print")
    expect(page.locator("#certificate-picture")).to_be_visible()
    expect(page.get_by_role("heading", level=1)).to_be_hidden()


def test_where_the_check_is_wrong_the_learner_is_told_so(page, site):
    wrong = next(post for post in posts() if stored()[post.id]["level"] != post.level)
    page.goto(f"{site.url}/kursus#maa-det-slaas-op")
    post = page.locator(f".post[data-id={wrong.id}]")
    if post.locator("xpath=ancestor::details").count():
        page.locator(".extra > summary").click()
    post.locator(f"[data-guess={wrong.level}]").click()
    expect(post.locator("> .verdict")).to_have_text("Rigtigt set.")
    expect(post.locator(".engine-wrong")).to_be_visible()


def test_a_case_leads_to_what_is_said_of_it_and_the_chapter_stays(page, site):
    page.goto(f"{site.url}/kursus#sjaeldent-nok")
    page.get_by_role("link", name="En film sendt til én").click()
    expect(page.locator("#kilde-film_en_2020")).to_be_visible()
    page.get_by_role("button", name="Næste").click()
    expect(page.locator("#maa-det-slaas-op-title")).to_be_focused()
