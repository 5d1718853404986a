"""Pages of 1996 to 2018 as archives hold them: `newsroom` (header, photo line, body printed twice) and `bare`."""

from tests.site.layouts.markup import esc, in_words, paragraphs
from tests.site.stories import Story

NEWSROOM = {"en": "Newsroom", "uk": "Новини", "sq": "Redaksia e lajmeve", "ru": "Newsroom"}


def _frame(title: str, inner: str, language: str, *, charset: str) -> str:
    return (
        '<!DOCTYPE HTML PUBLIC "-//W3C//DTD HTML 4.01 Transitional//EN" "http://www.w3.org/TR/html4/loose.dtd">\n'
        f'<html lang="{language}"><head><meta http-equiv="Content-Type" content="text/html; charset={charset}">\n'
        f"<title>OSCE - {esc(title)}</title><link rel=stylesheet href=/css/main.css type=text/css>\n"
        '<script language="JavaScript">function openWin(u){window.open(u,"w","width=600")}</script></head>\n'
        '<body bgcolor="#ffffff" topmargin=0 leftmargin=0>\n<table width="760" border="0" cellspacing="0" cellpadding="0">'
        '<tr><td colspan="2"><a href="/"><img src="/images/head.gif" border="0" alt="OSCE" width="760" height="70"></a></td></tr>\n'
        '<tr><td width="160" valign="top" class="nav"><a href="/about/">About the OSCE</a><br><a href="/news/">News</a><br>'
        '<a href="/documents/">Documents</a><br><a href="/events/">Events</a><br><a href="/jobs/">Jobs</a></td>\n'
        f'<td width="600" valign="top">\n{inner}\n</td></tr>\n<tr><td colspan="2" class="foot">&copy; OSCE 1995-2011 | '
        '<a href="/contact/">Contact</a> | <a href="/copyright/">Copyright</a></td></tr></table>\n</body></html>\n'
    )


def newsroom_page(story: Story, *, twice: bool = True, charset: str = "utf-8") -> str:
    """A page under the heading "Newsroom"; ``twice``: the body again from its second paragraph on."""
    header = " ".join(part for part in (esc(story.place), in_words(story.issued_on, story.language)) if part)
    photo = ""
    if story.images:
        picture = story.images[0]
        credit = f"({esc(picture.credit)}) " if picture.credit else ""
        photo = (
            f'<table align="right" width="220" class="photo"><tr><td><img src="{picture.href}" width="210"></td></tr><tr>'
            f'<td class="caption">{credit}{esc(picture.caption or "")} <a href="/photos/{story.number}">Photo details</a>'
            "</td></tr></table>\n"
        )
    body = paragraphs(story.text, story, dateline=story.dateline)
    again = f'<div class="print-version">{paragraphs(story.text[1:], story)}</div>\n' if twice else ""
    source = "".join(
        f'<p class="source">Source: <a href="/{story.section}">{esc(n)}</a></p>' for n in story.issuers
    )
    inner = (
        f'<h2 class="section">{NEWSROOM[story.language]}</h2>\n<h1>{esc(story.title)}</h1>\n'
        f'<div class="header-line">{header}</div>\n{photo}<div class="text">{body}</div>\n{again}{source}'
    )
    return _frame(story.title, inner, story.language, charset=charset)


def bare_page(story: Story) -> str:
    """Title, body (its dateline before it), nothing else."""
    inner = f"<h1>{esc(story.title)}</h1>\n{paragraphs(story.text, story, dateline=story.dateline)}"
    return _frame(story.title, inner, story.language, charset="utf-8")
