"""Which drawn scene stands for a project without pictures: one that fits its words, always the same."""

from webapp.projects.models import Project

#: words of titles and summaries → the scene's number; the first that is found counts
_FITTING = (
    ("3", ("田んぼ", "棚田", "稲", "朱鷺", "米づくり", "畑", "農")),
    ("1", ("船", "港", "島", "海", "漁")),
    ("4", ("市場", "マルシェ", "商店", "まつり", "祭", "通り", "縁側", "ロケ", "店")),
    ("0", ("蔵", "酒", "宿場", "工房", "職人", "古民家")),
    ("2", ("学校", "駅", "子ども", "森", "公園", "図書", "本棚", "川")),
)
_COUNT = 5


def scene_of(project: Project) -> str:
    """The scene's number, as pictures of cards take it."""
    words = project.title + project.summary
    fitting = next((scene for scene, known in _FITTING if any(word in words for word in known)), None)
    return fitting or str(ord(project.id[-1]) % _COUNT)
