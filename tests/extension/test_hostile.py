"""A page that wants to know what the extension found, or to get around it."""

from __future__ import annotations

import pytest

from tests.extension.texts import GREEN, OTHER_RED, RED
from tests.extension.writer import texts_asked_about, worker

SPY = """
  window.seen = [];
  const attach = Element.prototype.attachShadow;
  Element.prototype.attachShadow = function (options) { const root = attach.call(this, options); seen.push('shadow'); return root; };
  for (const name of ['textContent', 'innerText']) {
    const was = Object.getOwnPropertyDescriptor(name === 'innerText' ? HTMLElement.prototype : Node.prototype, name);
    Object.defineProperty(name === 'innerText' ? HTMLElement.prototype : Node.prototype, name, { ...was, set(v) { seen.push(v); was.set.call(this, v); } });
  }
  new MutationObserver(list => list.forEach(m => m.addedNodes.forEach(n => n.parentNode === document.documentElement && seen.push(n.outerHTML))))
    .observe(document, { childList: true, subtree: true });
  addEventListener('message', e => seen.push(JSON.stringify(e.data)));
  for (const name of ['click', 'keydown', 'focusin', 'copy'])
    addEventListener(name, e => e.composedPath().forEach(n => n.nodeType === 1 && seen.push(n.className)), true);
"""


def test_a_page_learns_nothing_of_the_findings(write):
    writer = write("prosemirror", SPY)
    writer.type(RED)
    writer.level("red")
    writer.open_panel()
    host = "[...document.documentElement.children].at(-1)"
    assert writer.page.evaluate(f"{host}.shadowRoot") is None
    assert writer.page.evaluate(f"{host}.outerHTML") == "<div></div>"
    assert writer.page.evaluate(f"{host}.getBoundingClientRect().width") == 0
    assert writer.page.evaluate("[...CSS.highlights.keys()]") == []
    assert writer.page.evaluate("[localStorage.length, sessionStorage.length, document.cookie]") == [0, 0, ""]
    seen = " ".join(writer.page.evaluate("seen.filter(each => typeof each === 'string')"))
    assert "shadow" not in seen
    assert "genkende" not in seen
    assert "badge" not in seen
    assert "cpr-nummer er et" not in seen


def test_a_page_cannot_feel_or_find_what_is_shown(write):
    writer = write("prosemirror")
    writer.type(RED)
    writer.level("red")
    writer.marks()
    felt = """() => { const found = new Set(); for (let x = 0; x < innerWidth; x += 6) for (let y = 0; y < innerHeight; y += 6)
        for (const each of document.elementsFromPoint(x, y)) if (each.parentNode === document.documentElement) found.add(each.localName);
        return [...found]; }"""
    assert writer.page.evaluate(felt) == ["body"]
    find = "words => { getSelection().removeAllRanges(); return window.find(words, false, false, true); }"
    assert writer.page.evaluate(find, "Hendes cpr")
    assert not writer.page.evaluate(find, "genkende patienten")
    writer.open_panel()
    assert not writer.page.evaluate(find, "peger direkte")
    everything = (
        "() => { getSelection().selectAllChildren(document.documentElement); return getSelection().toString(); }"
    )
    assert "genkende" not in writer.page.evaluate(everything)


def test_a_page_cannot_make_the_extension_ask(write, paired):
    writer = write("textarea")
    writer.type(GREEN)
    writer.level("green")
    with texts_asked_about(worker(paired)) as asked:
        writer.page.evaluate(
            """text => { const box = document.createElement('textarea'); box.value = text; document.querySelector('form').append(box);
            for (const name of ['focusin', 'input', 'keydown']) box.dispatchEvent(new Event(name, { bubbles: true, composed: true })); }""",
            RED,
        )
        writer.page.keyboard.type(" " + OTHER_RED)
        writer.level("red")
        assert all(text.startswith(GREEN) for text in asked())


def test_a_page_that_says_a_composition_is_going_on_releases_nothing(write):
    writer = write("textarea")
    writer.type(RED)
    writer.page.evaluate("document.querySelector('#box').dispatchEvent(new CompositionEvent('compositionstart'))")
    writer.type(" Ja.")
    writer.level("red")
    writer.page.keyboard.press("Control+Enter")
    writer.dialog()
    writer.nothing_posted()


def test_a_dialog_that_a_page_takes_away_comes_back(write):
    writer = write("textarea")
    writer.type(RED)
    writer.level("red")
    writer.page.locator("#post").click()
    writer.dialog()
    writer.page.evaluate("[...document.documentElement.children].at(-1).remove()")
    assert writer.sees("root => root.isConnected && root.querySelector('dialog').matches(':modal')")
    writer.nothing_posted()
    writer.choose("Slå op alligevel")
    writer.page.locator("#post").click()
    assert writer.posts == [RED]


def test_a_page_cannot_press_the_buttons(write):
    writer = write("textarea")
    writer.type(RED)
    writer.level("red")
    writer.page.locator("#post").click()
    writer.dialog()
    writer.page.evaluate(
        """() => { const host = [...document.documentElement.children].at(-1); host.click();
        for (const name of ['Enter', 'Escape', ' ']) for (const at of [host, document, window])
          at.dispatchEvent(new KeyboardEvent('keydown', { key: name, bubbles: true, composed: true }));
        for (const at of document.elementsFromPoint(innerWidth / 2, innerHeight / 2)) at.click(); }"""
    )
    assert writer.has_dialog()


def test_a_faked_dialog_releases_nothing(write):
    writer = write("textarea")
    writer.type(RED)
    writer.level("red")
    writer.page.evaluate(
        """() => { const fake = document.createElement('dialog'); fake.id = 'fake';
        fake.innerHTML = '<p>Kan nogen genkende patienten?</p><button id="anyway">Ja, vis den ikke igen</button>'; document.body.append(fake); fake.show(); }"""
    )
    writer.page.locator("#anyway").click()
    writer.page.evaluate("document.querySelector('#fake').remove()")
    assert not writer.has_dialog()
    writer.page.locator("#post").click()
    writer.dialog()
    writer.nothing_posted()


@pytest.mark.parametrize(
    "attack",
    [
        "host => host.remove()",
        "host => { host.hidden = true; host.style.cssText = 'display:none !important; opacity: 0 !important' }",
        "() => { const s = document.createElement('style'); s.textContent = 'html > div { display: none !important; visibility: hidden !important }'; document.head.append(s) }",
    ],
    ids=["removed", "hidden", "styled away"],
)
def test_hints_that_a_page_takes_away_come_back(write, attack):
    writer = write("prosemirror")
    writer.type(RED)
    writer.level("red")
    writer.page.evaluate(f"({attack})([...document.documentElement.children].at(-1))")
    writer.page.keyboard.type(" ")
    assert writer.sees(
        "root => root.isConnected && root.querySelector('.badge').checkVisibility({ visibilityProperty: true, opacityProperty: true })"
    )
    assert writer.marks()
    writer.page.locator("#post").click()
    writer.dialog()
    writer.nothing_posted()


def test_a_page_that_catches_everything_first_is_still_held(paired, write):
    writer = write("textarea")
    writer.page.evaluate(
        "() => { for (const name of ['click', 'mousedown', 'pointerdown']) addEventListener(name, e => e.target.id === 'post' && post('caught'), true); }"
    )
    writer.type(RED)
    writer.level("red")
    writer.page.locator("#post").click()
    writer.dialog()
    writer.nothing_posted()


def test_elsewhere_the_extension_is_not(write):
    writer = write("elsewhere")
    writer.type(RED)
    assert writer.page.evaluate("document.documentElement.children.length") == 2
    writer.page.locator("#post").click()
    assert writer.posts == [RED]
