"""The words by which sites call what is theirs: in class names, headings and short lines."""

from __future__ import annotations

import re

from scodiff.corpus.datelines import DATE, dateline

# Words of classes and ids that name the site's own elements, wherever these stand.
_SURE = (
    "cookie cookies consent gdpr breadcrumb breadcrumbs crumbs newsletter subscribe "
    "subscription comment comments commentlist respond disqus share sharing shares addthis "
    "social socials advert advertisement adverts ads adsense promo sponsor sponsored paginator "
    "pagination searchform sitemap skiplink"
)
SURE_NAMES = frozenset(_SURE.split())
# Words that name them more often than not: proof where a reader can click or type in it.
_LIKELY = (
    "navbar navigation nav topnav menu menus submenu sidebar footer ftr popup modal lightbox "
    "overlay related similar recommended recommendations teaser teasers widget widgets login "
    "signin search lang langs languages switcher copyright popular trending latest carousel "
    "slider rating feedback readmore toc pager toolbar banner notification infobox crumb news"
)
LIKELY_NAMES = frozenset(_LIKELY.split())
# Words that name lines of a site's own, which are short.
_LINE = (
    "print printversion tools meta tags tag byline author pubdate published posted views "
    "category download badge actions buttons btn icons logo timestamp permalink date datetime "
    "time num number docnum docnumber eyebrow kicker"
)
LINE_NAMES = frozenset(_LINE.split())
# What a site says of a text, between the title and the text; and what may be its first words.
_STANDFIRST = "standfirst dek lede excerpt summary anons preview subheading"
_LEAD = "lead intro introduction description abstract announce announcement"
STANDFIRST_NAMES, LEAD_NAMES = frozenset(_STANDFIRST.split()), frozenset(_LEAD.split())

_SITE = re.compile(
    r"\bcookies?\b|\bcookie-|файл\w* куки|\bкуки\b"
    r"|©|\(c\)\s*(?:19|20)\d\d|\bcopyright\b|all rights reserved|все права защищены|版权所有"
    r"|\ball (?:materials|content)\b.{0,40}\b(?:licen[cs]e|creative commons)\b"
    r"|все материалы.{0,40}лицензи"
    r"|\blink to the (?:site|source|page) is required|ссылка на (?:сайт|источник) обязательна"
    r"|\bprivacy (?:policy|notice|statement)\b|политик\w+ конфиденциальности|隐私(?:政策|声明)"
    r"|\b(?:tel|telephone|phone|fax|тел|телефон|факс)\b[.:]?\s*\+?[\d(]|电话\s*[:：]"
    r"|\be-?mail\b\s*:|\b[\w.+-]{1,64}@[\w-]{1,63}\.\w"
    r"|\bsubscribe (?:to (?:our|the|this) (?:newsletter|mailing|updates|channel)|now)"
    r"|\b(?:our|the|weekly|monthly) newsletter\b|подпи(?:сывайтесь|шитесь) на|订阅"
    r"|\bshare (?:this|on|via)\b|поделиться|分享到|\bfollow us\b"
    r"|\bleave a (?:comment|reply)\b|\bpost a comment\b|оставить комментарий"
    r"|\brate this (?:page|article|text|document)\b|\bоцените (?:страницу|материал)"
    r"|\b(?:enable|requires?) javascript\b|\bterms of use\b|\ball news\b"
    r"|ICP备|网安备|京公网",
    re.IGNORECASE,
)
_TOOL = re.compile(
    r"(?:print(?:able)?(?: (?:version|this page|page|share send))?|version for print(?:ing)?"
    r"|share|send|save|tweet|e-?mail|download(?: (?:as )?pdf)?|copy(?: link)?|facebook|twitter|x"
    r"|vk|whatsapp|telegram|linkedin|weibo|wechat|back(?: to (?:the )?(?:top|list|news|documents))?"
    r"|to (?:the )?top|top|home|next|previous|prev|read more|more|menu|search|close|accept(?: all)?"
    r"|skip to (?:main )?content|listen|zoom|a[+-]|subscribe|log ?in|sign in|reply|like"
    r"|текстовая версия|text version|версия для печати|распечатать|печать|поделиться|отправить"
    r"|сохранить|скачать|наверх|назад"
    r"|главная|подробнее|читать далее|далее|меню|поиск|закрыть|войти"
    r"|打印(?:本页)?|分享|收藏|返回(?:顶部|首页)?|更多|首页|关闭|下载|字[号体]|大|中|小"
    r")(?:[\s|/·•,;:：>»«‹›→←↑-]+|$|(?=[打分收返更关下]))",
    re.IGNORECASE,
)
_LABELLED = re.compile(
    r"(?:published|updated|posted|last (?:updated|modified|changed)|publication date|date|time"
    r"|views?|hits|reads|tags?|keywords|source|author|editor|category|section|rubric|topics?"
    r"|reading time|document (?:number|no\.?)|doc\.? no\.?|ref(?:erence)?\.?(?: no\.?)?|id"
    r"|опубликован[оа](?: в разделе\w*)?|обновлено|дата(?: публикации)?|просмотр\w*|тег[иы]|темы?"
    r"|источник|автор|рубрика|ссылка на (?:материал|страницу)|link(?: to (?:this )?page)?|permalink"
    r"|(?:published|posted|filed) in|本文链接|责任编辑"
    r"|номер документа|документ №|发布(?:时间|日期)|时间|来源|浏览(?:次数)?|点击|责任编辑|责编|编辑"
    r"|作者|标签|文号)\s*[:：]",
    re.IGNORECASE,
)
_COUNTED = re.compile(r"\d[\d\s,.]*(?:views?|comments?|shares?|min(?:utes?)? read|просмотр\w*)")
_NUMBER = re.compile(
    r"(?:no\.?|nr\.?|№|n°|ref\.?|doc\.?|document)?\s*\d[\d.]*(?:[-–/][\dA-Za-zА-я.]+){1,8}|"
    r"(?:no\.?|nr\.?|№|n°)\s*\d{1,8}|\d{5,14}",
    re.IGNORECASE,
)
_TIME = re.compile(r"\b\d{1,2}[:：]\d{2}(?::\d{2})?\b")
_NUMERIC_DATE = re.compile(r"\d{1,4}[./-]\d{1,2}[./-]\d{1,4}")
_BRACKETS = re.compile(r"[\[\]()【】（）{}]")
_BAR = re.compile(r"\s[|·•]\s")
_LONGEST_LINE, _LONGEST_PART = 120, 40
_LONGEST_TOOLS = 90
_MOST_BESIDE_DATE = 24

_RELATED = re.compile(
    r"related(?: (?:documents?|articles?|news|links?|content|items?|stories|materials?|posts?"
    r"|publications?|topics?|reading|information))?|see also|read (?:also|more|next)|read this too"
    r"|more (?:news|stories|articles|documents|statements|information|in this section|like this)"
    r"|more (?:on|from|about) .{1,60}|(?:latest|recent|top|other|breaking)"
    r" (?:news|documents?|articles?|materials?|statements?|posts?|stories|publications?|updates?)"
    r"|latest|most (?:read|viewed|popular|recent)|popular(?: .{1,20})?|you (?:may|might) also like"
    r"|recommended(?: .{1,20})?|further reading|also (?:in|on) .{1,40}"
    r"|share(?: (?:this|on) .{1,20}| this| it)?|tags|on this page|in this section|quick links"
    r"|useful links|follow us|(?:table of )?contents|news|subscribe(?: .{1,40})?|newsletter"
    r"|(?:смотрите|читайте|см\.?) также|(?:материалы |ещё |ещё новости )?по теме"
    r"|(?:другие|похожие|последние|свежие) (?:новости|материалы|документы|публикации|статьи)"
    r"|ещё новости|поделиться|теги|содержание"
    r"|оглавление|новости|популярное"
    r"|相关(?:新闻|文章|阅读|链接|报道|文件|推荐|内容)|延伸阅读|更多(?:新闻|内容|阅读)?|推荐阅读"
    r"|热门\w{0,6}|最新\w{0,6}|分享(?:到)?|目录|导航|标签|友情链接",
    re.IGNORECASE,
)
_COMMENTS = re.compile(
    r"(?:\d{1,5} )?comments?(?: \(?\d{1,5}\)?)?|(?:leave|add|post|write) a (?:comment|reply)"
    r"|discussion|комментарии(?: \(?\d{1,5}\)?)?|оставить комментарий|(?:网友)?评论",
    re.IGNORECASE,
)


def is_of_site(text: str) -> bool:
    """Whether a text speaks of the site: its cookies, its rights, its telephone."""
    return _SITE.search(text) is not None


def is_tool_line(text: str) -> bool:
    """Whether a short line consists of the names of a site's tools ("Print version")."""
    bare = _BRACKETS.sub(" ", text).strip(" |/·•›»«‹→←↑")
    if not bare or len(bare) > _LONGEST_TOOLS:
        return False
    at = 0
    while at < len(bare) and (match := _TOOL.match(bare, at)):
        at = match.end()
    return at >= len(bare)


def is_publication_line(text: str) -> bool:
    """Whether a line says when and under which number the site has published a text.

    A date alone, or a place and date, is none: it may be the text's own.
    """
    if len(text) > _LONGEST_LINE:
        return False
    if dateline(text) is not None:
        return False
    if _LABELLED.match(text) or _NUMBER.fullmatch(text) or _COUNTED.fullmatch(text):
        return True
    parts = [part.strip() for part in _BAR.split(text)]
    if len(parts) > 1 and any(is_publication_line(part) or _is_date(part) for part in parts):
        return all(len(part) <= _LONGEST_PART for part in parts)
    date = DATE.search(text) or _NUMERIC_DATE.search(text)
    rest = len(text) - len(date.group()) if date else len(text)
    if _TIME.search(text) and (date or rest <= _MOST_BESIDE_DATE):
        return rest <= 2 * _MOST_BESIDE_DATE
    return date is not None and rest <= 2


def _is_date(text: str) -> bool:
    return dateline(text) is not None


def heads_other_texts(text: str) -> bool:
    """Whether a heading announces other texts of the site ("Related documents")."""
    return _RELATED.fullmatch(text.strip(" :：»›…")) is not None


def heads_comments(text: str) -> bool:
    """Whether a heading announces what readers of the site have written."""
    return _COMMENTS.fullmatch(text.strip(" :：»›…")) is not None
