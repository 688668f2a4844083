"""Takes over what stands in the margin of another official's copy: people's comments, beside the same paragraphs."""

from __future__ import annotations

from lamdong_report.docx.comments import comment_text
from lamdong_report.docx.wordml import ID, REFERENCE, WHO, P, paragraph_text
from lamdong_report.merge.story import Story
from lamdong_report.merge.words import fold_text


def bring_comments(copy: Story, theirs: Story) -> None:
    """Write the comments of people in the copy beside the paragraph of `theirs` that says the same by now.

    Where none does, the paragraph before takes it: a remark in a wrong place is found, one that is gone is not.
    """
    known = {(one.get(WHO), comment_text(one)) for one in theirs.comments.people.values()}
    news = {key: one for key, one in copy.comments.people.items() if (one.get(WHO), comment_text(one)) not in known}
    if not news:
        return
    paragraphs = list(theirs.body.iter(P))
    places = {fold_text(paragraph_text(one)): one for one in reversed(paragraphs)}
    last = paragraphs[0] if paragraphs else None
    for paragraph in copy.body.iter(P):
        text = fold_text(paragraph_text(paragraph))
        last = places.get(text, last) if text else last
        for reference in paragraph.iter(REFERENCE):
            comment = news.pop(reference.get(ID, ""), None)
            if comment is not None and last is not None:
                theirs.comments.add_again(last, comment)
