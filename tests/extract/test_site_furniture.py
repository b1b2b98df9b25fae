"""The table that a web site sets above a document says things of it, and is no part of it and no list."""

from __future__ import annotations

from pathlib import Path

from extract.pipeline import extract_file
from extract.records import Document, Project

PAGE = """<html><body><div class="crumb">当前位置：首页 &gt; 政策文件</div>
<table><tr><td>名　　称</td><td colspan="3">关于同意开展甲试点的通知</td></tr>
<tr><td>索 引 号</td><td>0000/2031-5</td><td>分　　类</td><td>综合管理</td></tr>
<tr><td>发布机关</td><td>生态环境部办公厅</td><td>文　　号</td><td>环办〔2031〕26号</td></tr>
<tr><td>生成日期</td><td>2031-08-14</td><td>失效日期</td><td>2033-08-14</td></tr></table>
<div class="TRS_Editor"><h2>关于同意开展甲试点的通知</h2><p>各省生态环境厅：</p>
<p>　　经研究，同意汾河生态修复项目等2个项目开展试点，试点期限为三年，请各地认真组织实施。</p>
<p>生态环境部办公厅</p><p>2031年8月11日</p><p>附件</p><p>甲试点项目名单</p>
<table><tr><th>序号</th><th>项目名称</th><th>实施主体</th></tr>
<tr><td>1</td><td>汾河生态修复项目</td><td>甲生态建设有限公司</td></tr>
<tr><td>2</td><td>乙湖水环境治理项目</td><td>乙水务有限公司</td></tr></table></div></body></html>"""


def test_the_table_of_a_site_gives_title_number_and_days_and_no_project(tmp_path: Path) -> None:
    path = tmp_path / "page.html"
    path.write_text(PAGE, encoding="utf-8")
    records = extract_file(path).records
    notice = next(record for record in records if isinstance(record, Document))
    assert (notice.title, notice.doc_number) == ("关于同意开展甲试点的通知", "环办〔2031〕26号")
    assert (notice.date, notice.expiry_date) == ("2031-08-11", "2033-08-14")
    names = [record.name for record in records if isinstance(record, Project)]
    assert names == ["汾河生态修复项目", "乙湖水环境治理项目"]


def test_a_table_of_what_is_built_is_none_of_a_site(tmp_path: Path) -> None:
    path = tmp_path / "page.html"
    table = PAGE[PAGE.index("<table><tr><th>") :].replace("实施主体", "发布机关").replace("序号", "分类")
    path.write_text(f"<html><body><h2>甲试点项目名单</h2>{table}", encoding="utf-8")
    assert "汾河生态修复项目" in path.read_text(encoding="utf-8")
    assert any("汾河" in record.quote for record in extract_file(path).records if isinstance(record, Project))


def test_a_foot_and_other_pages_below_a_text_say_nothing_of_it(tmp_path: Path) -> None:
    text = (
        "甲省能源局关于规范储能调度的通知\n各有关单位：\n电网企业不得拒绝并网。\n甲省能源局\n2031年3月5日\n"
    )
    foot = "上一篇：关于废止《乙办法》的通知\n链接：国家能源局\n主办：乙省人民政府办公厅\n甲ICP备1号\n"
    notes = "未经许可，不得转载本网内容。\n免责声明：任何单位不得转载本网站内容。\n"
    said = []
    for name, more in (("a.txt", ""), ("b.txt", foot), ("c.txt", foot + notes)):
        (tmp_path / name).write_text(text + more, encoding="utf-8")
        said.append([(one.type, one.quote) for one in extract_file(tmp_path / name).records])
    assert said[0] == said[1] == said[2]


def test_what_a_site_says_label_by_label_below_a_title_is_no_title(tmp_path: Path) -> None:
    path = tmp_path / "a.txt"
    byline = "发布者：管理员发布时间：2031-03-06浏览次数：88\n"
    path.write_text(f"关于申报储能项目的通知\n{byline}各单位：\n请报送。\n甲厅\n2031年3月5日\n", "utf-8")
    assert [one.title for one in extract_file(path).records if isinstance(one, Document)] == [
        "关于申报储能项目的通知"
    ]
    number = "甲能〔2031〕5号　　发布日期：2031-03-06　　【字体：大 中 小】\n"
    path.write_text(
        f"甲省能源局关于储能项目的通知\n{number}各单位：\n请报送。\n甲省能源局\n2031年3月5日\n", "utf-8"
    )
    [document] = [one for one in extract_file(path).records if isinstance(one, Document)]
    assert (document.title, document.doc_number) == ("甲省能源局关于储能项目的通知", "甲能〔2031〕5号")
