"""Public bodies and other names in running text."""

from __future__ import annotations

from pathlib import Path

import pytest

from extract.agencies import agencies
from extract.bodies import find_bodies
from extract.designations import designations
from extract.instruments.documents import documents
from extract.instruments.outline import outline
from extract.language import recognise
from extract.layout import lay_out
from extract.names import Names, match_names
from extract.pipeline import extract_file
from extract.place_forms import formed_home
from extract.places import city_of, home_of
from extract.records import Agency
from extract.text import Text
from ontology.vocabulary import regions


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("应急管理部财政部金融监管总局", ["应急管理部", "财政部", "国家金融监督管理总局"]),
        ("国家发展改革委办公厅", ["国家发展和改革委员会办公厅"]),
        ("报国家能源局派出机构", ["国家能源局派出机构"]),
        ("某某（上海市）经上海市科委批准", ["上海市科学技术委员会"]),
        ("由省级能源主管部门会同各省级发展改革委办理", ["省级能源主管部门", "省级发展改革委"]),
        ("国家能源局组织有关公司开展", ["国家能源局"]),
        ("各地渔业主管部门和中央和国家机关有关部门", ["各地渔业主管部门", "中央和国家机关有关部门"]),
        ("各地各部门要落实", []),
        ("见 www.ndrc.gov.cn 网站", []),
        ("上海市第十六届人民代表大会常务委员会通过", ["上海市人民代表大会常务委员会"]),
        ("第十四届全国人民代表大会第二次会议通过", ["全国人民代表大会"]),
        ("经国务院某某税则委员会批准", ["国务院某某税则委员会"]),
        ("国家某某工作领导小组办公室统筹", ["国家某某工作领导小组办公室"]),
        ("中共河北省委、河北省政府印发", ["中国共产党河北省委员会", "河北省人民政府"]),
        ("受上海市委托开展", []),
        ("上海市委组织部", ["中共上海市委组织部"]),
        ("上海市委教育工委", ["中共上海市委教育工作委员会"]),
        ("财政部上海监管局负责审核市财政局提交的资料", ["财政部上海监管局"]),
        ("根据《甲条例》和县政府会议精神", []),
        ("医疗保障服务能力建设部分", []),
        ("中央某某改革委员会审议", ["中央某某改革委员会"]),
        ("生态环境部信息中心、国家能源局华东监管局", ["生态环境部信息中心", "国家能源局华东监管局"]),
        ("地方政府有关主管部门", ["地方政府有关主管部门"]),
        ("上海市交通委员会、天津市交通运输委", ["上海市交通委员会", "天津市交通运输委员会"]),
        ("上海市房屋管理局、某某广州市航道局有限公司", ["上海市房屋管理局"]),
        ("国家税务总局上海市税务局", ["国家税务总局上海市税务局"]),
        ("国务院各部委、各直属机构，各流域机构：", ["国务院各部委", "国务院各直属机构", "流域机构"]),
        ("国家数据管理部门、地级及以上人民政府", ["国家数据管理部门", "地级及以上人民政府"]),
        ("交通运输部公路局、交通运输部工作格局", ["交通运输部公路局", "交通运输部"]),
        ("教育部技术与资源发展中心受理", ["教育部技术与资源发展中心"]),
        ("贵州省森林消防总队", ["贵州省森林消防总队"]),
        ("沿江县（区）人民政府", ["沿江县（区）人民政府"]),
        ("由设区的市人民政府确定，各区县人民政府实施", ["设区的市人民政府", "区县人民政府"]),
        ("大连海事处受理", ["大连海事处"]),
        ("主管海关报直属海关，由渔政执法机构检查", ["主管海关", "直属海关", "渔政执法机构"]),
        ("由街道办事处受理，示例路街道办事处除外", ["街道办事处", "示例路街道办事处"]),
        ("财政部、统计局、能源局，各地", ["财政部", "国家统计局", "国家能源局"]),
        ("上海市财政局、统计局，", ["上海市财政局", "上海市统计局"]),
        ("同级公安机关、属地疾病预防控制机构", ["同级公安机关", "属地疾病预防控制机构"]),
        ("上级主管部门会同档案主管部门", ["上级主管部门", "档案主管部门"]),
        (
            "省发展改革、财政、自然资源等部门",
            ["省发展改革部门", "省财政部门", "省自然资源部门"],
        ),
        ("由县级以上教育、公安部门负责", ["县级以上教育部门", "县级以上公安部门"]),
        ("会同财政、税务等部门", []),
        ("由新型显示产业主管部门受理", ["新型显示产业主管部门"]),
        ("乡镇人民政府、街道办事处应当登记", ["乡镇人民政府", "街道办事处"]),
        ("省、自治区、直辖市人民政府药品监督管理部门", ["省、自治区、直辖市人民政府药品监督管理部门"]),
        ("，市政府各部门，各直属机构：", ["市政府各部门", "市政府各直属机构"]),
        ("广东省教育厅职业教育与终身教育处承办", ["广东省教育厅职业教育与终身教育处"]),
        ("杭州市规划和自然资源局余杭分局受理", ["杭州市规划和自然资源局余杭分局"]),
        ("原银监会、原国家质检总局", ["国家金融监督管理总局", "国家市场监督管理总局"]),
        ("由某甲镇、某乙镇人民政府组建", ["某甲镇人民政府", "某乙镇人民政府"]),
        ("，某甲新区管委会、某甲综合实验区水务局", ["某甲新区管理委员会", "某甲综合实验区水务局"]),
        ("杭州市公安局交通警察支队、杭州市资规局", ["杭州市公安局交通警察支队", "杭州市自然资源和规划局"]),
        ("绍兴市文广旅游局、绍兴市综合执法局", ["绍兴市文化广电旅游局", "绍兴市综合行政执法局"]),
        ("国家档案局报黄河水利委员会", ["国家档案局", "水利部黄河水利委员会"]),
        ("国家防总、各级防汛抗旱指挥部", ["国家防汛抗旱总指挥部", "各级防汛抗旱指挥部"]),
        (
            "示例：合肥海关、福建海事局、厦门边检总站，人民银行合肥中心支行",
            ["合肥海关", "福建海事局", "厦门边检总站", "中国人民银行合肥中心支行"],
        ),
        (
            "佛山高新区管委会、杭州市钱塘区管委会",
            ["佛山高新技术产业开发区管理委员会", "杭州市钱塘区管理委员会"],
        ),
        ("山东省农业农村厅种植业管理处负责", ["山东省农业农村厅种植业管理处"]),
        ("安徽省推进甲工作领导小组办公室", ["安徽省推进甲工作领导小组办公室"]),
        ("最高人民法院环境资源审判庭", ["最高人民法院环境资源审判庭"]),
        (
            "发展改革部门会同财政部门、所在地省级通信管理局",
            ["发展改革部门", "财政部门", "所在地省级通信管理局"],
        ),
        ("市、县（区）人民政府应当，同级能源主管部门", ["市、县（区）人民政府", "同级能源主管部门"]),
        ("合肥海关特殊监管区域、省级重点布局", []),
        (
            "由海南省示例技术推广总站会同琼海市水质监测中心抽检",
            ["海南省示例技术推广总站", "琼海市水质监测中心"],
        ),
        ("国家电网调度控制中心、琼海市示例小区服务站", []),
        ("支持建设琼海市政务服务中心，设琼海市养老服务中心3个", []),
        (
            "报贵阳市云岩区教育局、湖北省教育厅高等教育处备案",
            ["贵阳市云岩区教育局", "湖北省教育厅高等教育处"],
        ),
        ("吉安市公安局吉州分局示例派出所依法从重查处", ["吉安市公安局吉州分局示例派出所"]),
        (
            "民航西北地区管理局、民航宁夏安全监督管理局、长江海事局",
            ["中国民用航空西北地区管理局", "中国民用航空宁夏安全监督管理局", "长江海事局"],
        ),
        ("国家示例信息中心、全国示例总站，国家技术创新中心", ["国家示例信息中心", "全国示例总站"]),
        ("湖北省教育厅、科技厅和水利厅负责", ["湖北省教育厅", "湖北省科学技术厅", "湖北省水利厅"]),
        ("某甲新区、某乙高新区管委会", ["某甲新区管理委员会", "某乙高新技术产业开发区管理委员会"]),
        ("由县（市、区）科技主管部门初审，企业安全监管部门留存", ["县（市、区）科技主管部门"]),
        ("由宜城市水利和湖泊局、文化旅游局负责", ["宜城市水利和湖泊局", "宜城市文化旅游局"]),
        (
            "国家税务总局厦门市税务局第二税务分局，最高人民法院研究室",
            ["国家税务总局厦门市税务局第二税务分局", "最高人民法院研究室"],
        ),
        ("报甲江流域管理局，由某某山国家公园管理局巡护", ["甲江流域管理局", "某某山国家公园管理局"]),
        (
            "由县级以上地方人民政府负责示例监督管理的部门检查，负有示例管理职责的部门配合",
            ["县级以上地方人民政府负责示例监督管理的部门", "负有示例管理职责的部门"],
        ),
        ("或者示例主管部门拒绝示例行政主管部门", ["示例主管部门"]),
        ("县（市、区）安委办应当通报，街道（乡镇）统计站上报", ["县（市、区）安委办", "街道（乡镇）统计站"]),
        ("省级以下税务机关，各级市场监管局（所）依法查处", ["省级以下税务机关", "各级市场监管局（所）"]),
        ("县级（含县级市、市辖区）农业农村部门负责", ["县级（含县级市、市辖区）农业农村部门"]),
        ("市、县（区）消防救援机构检查，报设区市教育局", ["市、县（区）消防救援机构", "设区市教育局"]),
        ("区（市）县消防救援大队、县（区）级疾控中心", ["区（市）县消防救援大队", "县（区）级疾控中心"]),
        ("县（市、区）河长办、乡镇（街道）综合执法队", ["县（市、区）河长办", "乡镇（街道）综合执法队"]),
        ("省级以下法院，市县两级统计机构", ["省级以下法院", "市县两级统计机构"]),
        ("设区市、县（市、区）财政部门审核", ["设区市、县（市、区）财政部门"]),
        ("临江生态城管委会，玉泉山风景区管理局", ["临江生态城管理委员会", "玉泉山风景区管理局"]),
        ("宁德海事局，浙江气象局。新兴城市水务局", ["宁德海事局", "浙江省气象局"]),
        ("市中心血站应当供血，区城市运行管理中心应当派单", ["市中心血站", "区城市运行管理中心"]),
        ("国务院设立某某委员会，国务院提请某某委员会审议", ["国务院"] * 2),
    ],
)
def test_bodies_by_their_names(text: str, names: list[str]) -> None:
    assert [body.name for _, _, body in find_bodies(text)] == names


@pytest.mark.parametrize(
    ("text", "names"),
    [
        (
            "各省、自治区、直辖市及计划单列市、新疆生产建设兵团水利（水务）厅（局）、渔业主管部门：",
            ["各省、自治区、直辖市水利（水务）厅（局）", "各省、自治区、直辖市渔业主管部门"],
        ),
        ("各省（区、市）能源局，北京市城市管理委：", ["各省、自治区、直辖市能源局"]),
        (
            "各省、自治区、直辖市财政厅、发展改革委、北京市财政局：",
            ["各省、自治区、直辖市财政厅", "各省、自治区、直辖市发展改革委"],
        ),
        ("各市、县人民政府要落实，各县(市、区)水务局配合。", ["各市、县人民政府", "各县(市、区)水务局"]),
        ("各地区、各部门，各市场主体，各省级税务局，各区通过设立机构", []),
        ("各开发区管委会，各区县（市）人民政府", ["各开发区管委会", "各区县（市）人民政府"]),
        ("各市（地）、县（市、区）水务局", ["各市（地）、县（市、区）水务局"]),
        ("各设区市水务局、某甲综合实验区水务局", ["各设区市水务局"]),
        ("各盟市水务局，各旗县（市、区）水务局：", ["各盟市水务局", "各旗县（市、区）水务局"]),
        ("各镇人民政府、街道办事处：", ["各镇人民政府", "街道办事处"]),
    ],
)
def test_classes_by_the_places_that_have_their_bodies(text: str, names: list[str]) -> None:
    assert [body.name for _, _, body in designations(text, find_bodies(text))] == names


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("义乌海关、二连浩特海关应当办理", ["义乌海关", "二连浩特海关"]),
        ("受理单位：晋江市场监管局、石狮税务局", ["晋江市市场监督管理局", "国家税务总局石狮市税务局"]),
        ("由慈溪自然资源局对接昆山经开区管委会", ["慈溪市自然资源局", "昆山经济技术开发区管理委员会"]),
        ("加强资源管理局面，合作海关", []),
    ],
)
def test_a_county_named_in_short_before_a_body(text: str, names: list[str]) -> None:
    assert [body.name for _, _, body in find_bodies(text)] == names


def test_a_short_name_of_several_counties_is_that_of_the_place_around_or_stays_as_printed() -> None:
    ((_, _, body),) = find_bodies("桥西教育局受理")
    assert body.name == "桥西教育局"
    ((_, _, body),) = find_bodies("桥西教育局受理", home_of("石家庄市甲办法"))
    assert body.name == "石家庄市桥西区教育局"


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("云州市交通运输局负责，报澄阳市人民政府批准", ["云州市交通运输局", "澄阳市人民政府"]),
        (
            "接到云溪市教育局、云溪市纪委监委来函",
            ["云溪市教育局", "中国共产党云溪市纪律检查委员会", "云溪市监察委员会"],
        ),
        ("会同青禾市水务局；会议听取碧川市应急管理局汇报", ["青禾市水务局", "碧川市应急管理局"]),
        ("第二条云州市星湖区教育局应当", ["云州市星湖区教育局"]),
        (
            "云州市委办公室，云州市教育局、财政局：",
            ["中共云州市委办公室", "云州市教育局", "云州市财政局"],
        ),
        ("向所在城市交通运输局申请，推动城市管理局面改善，全市公安局长，各社区管理局", []),
        ("我办会同示例城市水务局", []),
    ],
)
def test_a_place_that_no_gazetteer_knows_has_bodies_by_the_form_of_their_names(
    text: str, names: list[str]
) -> None:
    assert [body.name for _, _, body in find_bodies(text)] == names


def test_a_city_that_no_gazetteer_knows_is_the_home_of_its_text() -> None:
    found = named_in("云州市教育局关于甲工作的通知", "各区教育局：\n市财政局应当拨付经费，由市医保局配合。")
    assert found == ["云州市教育局", "各区教育局", "云州市财政局", "云州市医疗保障局"]


def test_a_bureau_of_a_place_is_of_the_kind_that_issues_the_text() -> None:
    found = named_in("江苏省市场监督管理局关于甲工作的通知", "由昆山市局会同太仓市局办理。")
    assert found[1:] == ["昆山市市场监督管理局", "太仓市市场监督管理局"]
    found = named_in("国家税务总局江苏省税务局关于甲工作的通知", "由江阴市局办理。")
    assert found[1:] == ["国家税务总局江阴市税务局"]


def test_a_body_of_the_state_right_behind_another_is_no_part_of_its_name() -> None:
    found = named_in("生态环境部 财政部 国家矿山安全监察局关于甲工作的通知", "请落实。")
    assert found == ["生态环境部", "财政部", "国家矿山安全监察局"]


def test_a_district_is_called_with_the_city_that_its_text_is_of() -> None:
    found = named_in("青岛市财政局关于甲工作的通知", "由黄岛区、崂山区人民政府负责，胶州市财政局配合。")
    assert found[1:] == ["青岛市黄岛区人民政府", "青岛市崂山区人民政府", "胶州市财政局"]
    found = named_in("山东省财政厅关于甲工作的通知", "由黄岛区财政局负责，海淀区财政局除外。")
    assert found[1:] == ["青岛市黄岛区财政局", "海淀区财政局"]


def test_of_districts_of_one_name_that_of_the_city_in_front_or_of_the_text_is_meant() -> None:
    (_, _, told), (_, _, other) = find_bodies(
        "由朝阳区人民政府和长春市朝阳区教育局办理", home_of("北京市甲办法")
    )
    assert (told.name, other.name) == ("北京市朝阳区人民政府", "长春市朝阳区教育局")
    assert told.iri.endswith("/110105-people-government")
    assert other.iri.endswith("/220104-education-bureau")
    ((_, _, untold),) = find_bodies("由朝阳区人民政府办理")
    assert "朝阳区" in untold.iri


def test_wide_blanks_part_the_cells_of_a_table() -> None:
    found = named_in(
        "青岛市甲行动方案", "3　出台甲办法　市财政局　市交通运输局　2031年3月底\n市政府各部门配合。"
    )
    assert found == ["青岛市财政局", "青岛市交通运输局", "市政府各部门"]


def test_a_bureau_of_the_district_is_one_of_the_zone_that_issues_the_text() -> None:
    found = named_in(
        "甲州乙湖新技术开发区管理委员会关于甲工作的通知", "由区财政局、政务和大数据局会同区经济发展局办理。"
    )
    zone = "甲州乙湖新技术开发区"
    assert found[1:] == [f"{zone}财政局", f"{zone}政务和大数据局", f"{zone}经济发展局"]


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("由应家镇人民政府负责；配合甲乙街道办事处", ["应家镇人民政府", "甲乙街道办事处"]),
        ("，各园区办要", ["各园区办"]),
        ("停运的，应提前报告街道办事处；协助乡镇人民政府处置", ["街道办事处", "乡镇人民政府"]),
        ("天津市绿化和市容管理局", ["天津市绿化和市容管理局"]),
        ("城市管理（市容环境卫生）主管部门负责", ["城市管理（市容环境卫生）主管部门"]),
        ("地区铁路监督管理局检查", ["地区铁路监督管理局"]),
        ("国家矿山安全监察局各省级局：", ["国家矿山安全监察局各省级局"]),
        (
            "武汉知识产权审判庭、中国（武汉）知识产权保护中心",
            ["武汉知识产权审判庭", "中国（武汉）知识产权保护中心"],
        ),
    ],
)
def test_bodies_by_what_their_names_end_with(text: str, names: list[str]) -> None:
    assert [body.name for _, _, body in find_bodies(text)] == names


def test_a_rank_that_the_home_of_a_text_does_not_lie_in_names_a_class() -> None:
    found = find_bodies("市公安局可以委托区公安分局办理", home_of("苏州市养犬管理条例"))
    assert [body.name for _, _, body in found] == ["苏州市公安局", "区公安分局"]


def test_an_office_has_the_ministry_above_it() -> None:
    ((_, _, ministry),) = find_bodies("国家能源局")
    ((_, _, office),) = find_bodies("国家能源局某某技术司")
    assert office.parent == ministry.iri


def test_the_tax_bureaus_of_districts_of_one_name_stay_apart_and_each_is_one_body() -> None:
    text = (
        "南京市鼓楼区税务局、徐州市鼓楼区税务局，国家税务总局南京市鼓楼区税务局；"
        "国家税务总局徐州市丰县税务局，丰县税务局"
    )
    nanjing, xuzhou, nanjing_again, county, county_again = (body for _, _, body in find_bodies(text))
    assert (nanjing.name, xuzhou.name) == (
        "国家税务总局南京市鼓楼区税务局",
        "国家税务总局徐州市鼓楼区税务局",
    )
    assert nanjing == nanjing_again
    assert county == county_again
    assert len({nanjing.iri, xuzhou.iri, county.iri}) == 3


@pytest.mark.parametrize(
    ("home", "text", "name"),
    [
        ("福州市", "国家税务总局鼓楼区税务局应当配合", "国家税务总局福州市鼓楼区税务局"),
        ("福州市", "鼓楼区税务局应当配合", "国家税务总局福州市鼓楼区税务局"),
        ("", "国家税务总局鼓楼区税务局应当配合", "国家税务总局鼓楼区税务局"),
    ],
)
def test_a_district_of_a_name_that_many_have_is_that_of_the_text(home: str, text: str, name: str) -> None:
    ((_, _, body),) = find_bodies(text, home_of(home) if home else None)
    assert body.name == name
    assert body.iri.endswith("/350102-taxation-bureau" if home else "/鼓楼区-taxation-bureau")


def test_bodies_of_districts_of_one_name_that_no_vocabulary_lists_have_iris_of_their_own() -> None:
    text = "长春市朝阳区委组织部；北京市朝阳区委组织部。长春市朝阳区纪委；北京市朝阳区纪委。"
    assert len({body.iri for _, _, body in find_bodies(text)}) == 4


@pytest.mark.parametrize(
    "more", ["依据《江苏省教育条例》。", "各地铁站应当公示。", "各市属学校应当落实。", "获得省级荣誉的优先。"]
)
def test_words_that_are_of_no_wider_place_leave_a_text_its_city(more: str) -> None:
    assert city_of(f"南京市教育局应当试点，南京市财政局应当配合。{more}") == home_of("南京市")


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("由区住房保障部门审核", "区住房保障部门"),
        ("各区县教育部门应当", "各区县教育部门"),
        ("向主管地海关办理", "主管地海关"),
        ("由社保经办机构核定", "社保经办机构"),
    ],
)
def test_a_class_has_the_rank_in_front_of_it(text: str, name: str) -> None:
    assert [body.name for _, _, body in find_bodies(text)] == [name]


@pytest.mark.parametrize(
    ("home", "text", "names"),
    [
        ("贵阳市", "贵州省大数据发展管理局", ["贵州省大数据发展管理局"]),
        ("贵阳市", "省大数据局", ["贵州省大数据局"]),
        ("福州市", "省人民政府国有资产监督管理委员会", ["福建省人民政府国有资产监督管理委员会"]),
        ("福州市", "财政部各地监管局", ["财政部各地监管局"]),
        ("福州市", "省乡镇自动气象站", []),
        ("洛阳市", "其所属的市住房保障中心承担", ["洛阳市住房保障中心"]),
        ("安吉县", "会同县教育局职成教科于2031年出台", ["安吉县教育局职成教科"]),
        ("贵阳市", "湖南省会同县教育局，怀化市会同县人民政府", ["会同县教育局", "会同县人民政府"]),
        ("安吉县", "县人力社保局", ["安吉县人力资源和社会保障局"]),
        ("福州市", "向所在地市场监管所报告", ["所在地市场监管所"]),
    ],
)
def test_names_as_places_call_their_bodies(home: str, text: str, names: list[str]) -> None:
    place = home_of(home) or formed_home(home)
    assert [body.name for _, _, body in find_bodies(text, place)] == names


def test_a_body_has_one_name_in_a_text_the_fullest_that_is_printed() -> None:
    name, rest = "贵州省大数据发展管理局", "确保取得实效。" * 8
    chars = f"{name}关于甲的通知\n各单位：\n省大数据局负责。{rest}\n{name}\n"
    layout = lay_out(Text("a.txt", "0" * 64, chars))
    parts = outline(layout)
    (head,) = documents(layout, parts)
    assert {one.name for one in agencies(layout, parts[0], head)} == {"贵州省大数据发展管理局"}


def test_a_bare_name_means_the_body_of_the_place() -> None:
    chars = (
        "上海市某某局关于甲的通知\n各单位：\n"
        "由市科委会同有关单位负责落实，确保取得实效，按时完成各项工作任务和目标。\n"
    )
    layout = lay_out(Text("a.txt", "0" * 64, chars))
    parts = outline(layout)
    (head,) = documents(layout, parts)
    found = agencies(layout, parts[0], head)
    assert ("上海市科学技术委员会", "市科委") in [(one.name, one.printed) for one in found]
    assert all(chars[one.start : one.end] == one.quote for one in found)


def test_a_city_that_is_named_for_its_bodies_is_the_home_of_a_text_that_no_one_signs() -> None:
    text = (
        "近日，呼和浩特市医疗保障局、呼和浩特市财政局联合印发通知。市医保局在征求市教育局、"
        "国家税务总局呼和浩特市税务局和旗县区人民政府的意见，由市税务局办理。"
    )
    found = named_in("《关于完善待遇有关事项的通知》政策解读", text)
    assert found.count("呼和浩特市医疗保障局") == 2
    assert found.count("国家税务总局呼和浩特市税务局") == 2
    assert "呼和浩特市教育局" in found
    assert "国家税务总局" not in found


@pytest.mark.parametrize(
    "text",
    [
        "江苏省教育厅制定办法。南京市教育局应当试点，南京市财政局应当配合。市科技局应当配合。",
        "各设区市应当学习经验。南京市教育局建立台账，南京市财政局安排经费。市科技局应当配合。",
    ],
)
def test_what_is_of_several_cities_is_of_none(text: str) -> None:
    assert "南京市科学技术局" not in named_in("教育工作安排", text)


def named_in(title: str, text: str) -> list[str]:
    layout = lay_out(Text("a.txt", "0" * 64, f"{title}\n{text}\n"))
    parts = outline(layout)
    (head,) = documents(layout, parts)
    return [one.name for one in agencies(layout, parts[0], head)]


def test_who_does_it_leads_to_a_name_and_is_not_of_it() -> None:
    text = "落实情况报送省农业农村厅，由省农业农村厅汇总后上报，确保取得实效，按时完成各项工作任务。"
    assert set(named_in("贵州省农业农村厅关于甲的通知", text)) == {"贵州省农业农村厅"}


def test_a_rank_means_the_body_of_the_place_of_that_rank_around_the_text() -> None:
    found = named_in(
        "青川县人民政府关于甲项目的批复",
        "县水利局：\n由县财政局报市财政局、省财政厅。\n一、落实责任\n县审计局跟踪。",
    )
    assert found[-5:] == [
        "青川县水利局",
        "青川县财政局",
        "广元市财政局",
        "四川省财政厅",
        "青川县审计局",
    ]


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("由县水务局和县应急管理局负责", ["泾川县水务局", "泾川县应急管理局"]),
        ("县农业农村局会同县林业和草原局办理", ["泾川县农业农村局", "泾川县林业和草原局"]),
        ("和县应急管理局来函", ["和县应急管理局"]),
        ("由省数据局会同省消防救援总队办理", ["甘肃省数据局", "甘肃省消防救援总队"]),
        ("第八条乡镇人民政府应当报告", ["乡镇人民政府"]),
    ],
)
def test_words_between_bodies_are_of_no_name(text: str, names: list[str]) -> None:
    """和县 and 会同县 are counties, and words that join bodies."""
    assert [body.name for _, _, body in find_bodies(text, home_of("泾川县人民政府"))] == names


def test_a_body_behind_a_label_is_one_of_the_place() -> None:
    text = "牵头单位：教育厅；配合单位：财政厅、水利厅"
    names = [body.name for _, _, body in find_bodies(text, home_of("甘肃省人民政府"))]
    assert names == ["甘肃省教育厅", "甘肃省财政厅", "甘肃省水利厅"]
    assert find_bodies(text) == []


def test_a_division_without_its_body_is_one_of_the_body_that_issues() -> None:
    found = named_in(
        "福建省水利厅关于甲的通知", "各单位：\n请于3月底前报送厅农水处。\n福建省水利厅\n2031年1月5日"
    )
    assert "福建省水利厅农水处" in found


def test_bodies_of_a_committee_of_the_party_are_named_in_full() -> None:
    ((_, _, body),) = find_bodies("自治区党委编办", home_of("广西壮族自治区甲方案"))
    assert body.name == "中共广西壮族自治区委员会机构编制委员会办公室"


def test_names_count_in_both_languages() -> None:
    found = match_names("H2 in Inner Mongolia，新疆生产建设兵团和内蒙", regions())
    assert [concept.labels["zh"] for _, _, concept in found] == [
        "内蒙古自治区",
        "新疆生产建设兵团",
        "内蒙古自治区",
    ]


def test_a_latin_name_is_a_whole_word() -> None:
    names = Names([("PEM", 1), ("electrolyser", 2)])
    assert [value for _, _, value in names.find("OPEM pem, electrolysers")] == [1, 2]


def test_an_excluded_context_hides_a_name() -> None:
    names = Names([("东风", 1)], {"东风": ("东风压倒西风",)})
    assert names.find("东风压倒西风") == []
    assert names.find("在东风镇") == [(1, 3, 1)]


def test_the_longest_name_wins() -> None:
    names = Names([("制氢", 1), ("电解水制氢", 2), ("解水", 3)])
    assert names.find("采用电解水制氢") == [(2, 7, 2)]


def test_components_write_spans() -> None:
    doc = recognise(
        "国家能源局 2031年5月6日印发《甲办法》，内蒙古", "agencies", "dates", "citations", "regions"
    )
    printed = {
        kind: [span.text for span in doc.spans[f"policygraph/{kind}"]]
        for kind in ("agencies", "dates", "regions")
    }
    assert printed == {"agencies": ["国家能源局"], "dates": ["2031年5月6日"], "regions": ["内蒙古"]}
    assert [span._.policygraph_citations.title for span in doc.spans["policygraph/citations"]] == ["甲办法"]
    assert [token.i for token in doc] == [token.idx for token in doc]


def bodies(text: str) -> list[tuple[str, str]]:
    """Printed and canonical names of the bodies in a notice of the energy administration."""
    chars = f"国家能源局关于甲的通知\n国能发〔2031〕1号\n各单位：\n{text}\n国家能源局\n2031年5月6日\n"
    layout = lay_out(Text("a.txt", "0" * 64, chars))
    parts = outline(layout)
    (head,) = documents(layout, parts)
    return [(found.printed, found.name) for found in agencies(layout, parts[0], head)]


def test_a_short_form_that_the_text_defines_is_its_body() -> None:
    found = bodies("由上海市水务局（以下简称“城水局”）牵头落实。城水局应当每年报告，并做好有关工作。")
    assert ("城水局", "上海市水务局") in found


@pytest.mark.parametrize(
    ("printed", "name"),
    [
        ("四川能源监管办", "国家能源局四川监管办公室"),
        ("四川省能源监管办公室", "国家能源局四川监管办公室"),
        ("国家能源局四川监管办", "国家能源局四川监管办公室"),
        ("山东能监办", "国家能源局山东监管办公室"),
        ("南方能监局", "国家能源局南方监管局"),
        ("华中能源监管局", "国家能源局华中监管局"),
        ("各地市发改局", "各地市发改局"),
    ],
)
def test_offices_of_the_energy_administration_go_by_one_name(printed: str, name: str) -> None:
    assert (printed, name) in bodies(f"请{printed}每年报送名单，并做好有关工作的组织和落实。")


def test_bureaus_of_markets_in_all_places_are_of_no_prefectures() -> None:
    assert all("各地市" not in name for _, name in bodies("各地市场监管局每年报送名单，并做好有关工作。"))


def test_a_short_form_of_a_class_is_this_class_and_no_other() -> None:
    found = bodies("省级工业和信息化主管部门（以下简称省级主管部门）应当组织推荐，省级主管部门每年报告。")
    short = [name for printed, name in found if printed == "省级主管部门"]
    assert short == ["省级工业和信息化主管部门"] * 2


def test_a_department_without_its_ministry_is_one_of_the_issuer() -> None:
    found = bodies("请将总结报送规划司，抄送国家发展改革委水网司，确保按时完成各项工作任务。")
    assert ("规划司", "国家能源局规划司") in found
    assert ("国家发展改革委水网司", "国家发展和改革委员会水网司") in found


def test_a_long_document_names_the_same_bodies_throughout() -> None:
    named = ("国家能源局", "国家能源局"), ("国家发展改革委", "国家发展和改革委员会")
    found = bodies("国家能源局应当会同国家发展改革委完成核查。" * 4_000)
    assert found[1:-1] == [*named] * 4_000


@pytest.mark.parametrize(
    ("home", "text", "names"),
    [
        ("", "德清县、长兴县、安吉县人民政府", ["德清县人民政府", "长兴县人民政府", "安吉县人民政府"]),
        ("", "河北省、山东省", []),
        ("", "建设单位应会同县交通运输局", ["县交通运输局"]),
        ("", "国务院国资委国家能源局", ["国务院国有资产监督管理委员会", "国家能源局"]),
        ("", "各区市安委会", ["各区市安委会"]),
        ("", "试点区县人民政府、县直各部门", ["试点区县人民政府", "县直各部门"]),
        ("烟台市", "省安委办", ["山东省安全生产委员会办公室"]),
        ("烟台市", "，可以提请市政府督办", ["烟台市人民政府"]),
        ("重庆市", "原市经济和信息化委员会", ["重庆市经济和信息化委员会"]),
        ("重庆市", "民航重庆监管局", ["中国民用航空重庆安全监督管理局"]),
        ("重庆市", "。市统计局数据管理中心负责平台运维", ["重庆市统计局数据管理中心"]),
        ("包头市", "市人民政府办公室政务公开科", ["包头市人民政府办公室政务公开科"]),
    ],
)
def test_bodies_that_share_a_word_or_stand_in_a_list_of_places(
    home: str, text: str, names: list[str]
) -> None:
    found = find_bodies(text, home_of(home) if home else None)
    assert [body.name for _, _, body in found] == names


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("武汉市水务局限期整改", ["武汉市水务局"]),
        ("武汉市公安局部署专项行动", ["武汉市公安局"]),
        ("武汉市卫生健康委派出工作组", ["武汉市卫生健康委员会"]),
        ("由市民政局负责", ["市民政局"]),
        ("湖南会同县人民政府", ["会同县人民政府"]),
        ("区块链服务中心，", []),
        ("县域医疗服务中心负责", []),
        ("市场监测中心负责", []),
        ("各级政务服务大厅应当", []),
        ("设区市发展格局优化", []),
        ("县（市、区）医疗机构应当", []),
        ("县（市、区）工作所需经费", []),
        ("边境县公安局", []),
        ("申请海关办理手续", []),
        ("联合公安法院检察院", []),
        ("北京市局地有暴雨", []),
    ],
)
def test_words_that_only_look_like_the_parts_of_a_name(text: str, names: list[str]) -> None:
    assert [body.name for _, _, body in find_bodies(text)] == names


@pytest.mark.parametrize(
    "title", ["推进市县财政改革实施方案", "调整市管河道的通知", "做好县城污水治理工作方案"]
)
def test_a_verb_at_the_head_of_a_title_is_no_place(title: str) -> None:
    assert formed_home(title) is None


def test_english_words_that_are_abbreviations_too_name_no_body() -> None:
    found = find_bodies("At most 500 lines; stay safe. NDRC")
    assert [body.name for _, _, body in found] == ["国家发展和改革委员会"]


def test_a_name_runs_neither_into_a_table_nor_over_its_cells(tmp_path: Path) -> None:
    table = "<tr><th>序号<th>省份<th>部门</tr><tr><td>1<td>国家能源局<td>办公室</tr>"
    path = tmp_path / "a.html"
    path.write_text(f"<p>请联系各省。</p><p>附件：各省工作联系表</p><table>{table}</table>", "utf-8")
    found = [record.name for record in extract_file(path).records if isinstance(record, Agency)]
    assert found == ["国家能源局"]
