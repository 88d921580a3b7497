"""The element names of the exchange file beside our own: the one place where they stand, in the order in which they are written."""

from dataclasses import dataclass

ROOT, ITEM, OF_FAMILY = "Person", "Item", "JiaTingChengYuan"


@dataclass(frozen=True)
class Element:
    """One element. `kind`: text, lines (several lines), month, day, parties, resume, family, photo."""

    name: str
    tag: str
    title: str
    kind: str = "text"


ELEMENTS = (
    Element("name", "XingMing", "姓名"),
    Element("sex", "XingBie", "性别"),
    Element("born_in", "ChuShengNianYue", "出生年月", "month"),
    Element("nationality", "MinZu", "民族"),
    Element("native_place", "JiGuan", "籍贯"),
    Element("birthplace", "ChuShengDi", "出生地"),
    Element("joined_in", "RuDangShiJian", "入党时间", "parties"),
    Element("work_since", "CanJiaGongZuoShiJian", "参加工作时间", "month"),
    Element("health", "JianKangZhuangKuang", "健康状况"),
    Element("technical_post", "ZhuanYeJiShuZhiWu", "专业技术职务"),
    Element("expertise", "ShuXiZhuanYeYouHeZhuanChang", "熟悉专业有何专长"),
    Element("full_time_level", "QuanRiZhiJiaoYu_XueLi", "全日制教育学历"),
    Element("full_time_degree", "QuanRiZhiJiaoYu_XueWei", "全日制教育学位"),
    Element("full_time_level_school", "QuanRiZhiJiaoYu_XueLi_BiYeYuanXiaoXi", "全日制教育学历毕业院校系及专业"),
    Element("full_time_degree_school", "QuanRiZhiJiaoYu_XueWei_BiYeYuanXiaoXi", "全日制教育学位毕业院校系及专业"),
    Element("in_service_level", "ZaiZhiJiaoYu_XueLi", "在职教育学历"),
    Element("in_service_degree", "ZaiZhiJiaoYu_XueWei", "在职教育学位"),
    Element("in_service_level_school", "ZaiZhiJiaoYu_XueLi_BiYeYuanXiaoXi", "在职教育学历毕业院校系及专业"),
    Element("in_service_degree_school", "ZaiZhiJiaoYu_XueWei_BiYeYuanXiaoXi", "在职教育学位毕业院校系及专业"),
    Element("present_post", "XianRenZhiWu", "现任职务", "lines"),
    Element("proposed_post", "NiRenZhiWu", "拟任职务", "lines"),
    Element("removed_post", "NiMianZhiWu", "拟免职务", "lines"),
    Element("resume", "JianLi", "简历", "resume"),
    Element("awards_and_sanctions", "JiangChengQingKuang", "奖惩情况", "lines"),
    Element("appraisals", "NianDuKaoHeJieGuo", "年度考核结果", "lines"),
    Element("reason", "RenMianLiYou", "任免理由", "lines"),
    Element("family", OF_FAMILY, "家庭主要成员及重要社会关系", "family"),
    Element("reporting_unit", "ChengBaoDanWei", "呈报单位"),
    Element("age_as_of", "JiSuanNianLingShiJian", "计算年龄时间", "day"),
    Element("filled_on", "TianBiaoShiJian", "填表时间", "day"),
    Element("filled_by", "TianBiaoRen", "填表人"),
    Element("id_number", "ShenFenZheng", "身份证号"),
    Element("photo", "ZhaoPian", "照片", "photo"),
    Element("version", "Version", "版本"),
)
OF_RELATIVES = (
    Element("relation", "ChengWei", "称谓"),
    Element("name", "XingMing", "姓名"),
    Element("born_in", "ChuShengRiQi", "出生年月", "month"),
    Element("political_status", "ZhengZhiMianMao", "政治面貌"),
    Element("work", "GongZuoDanWeiJiZhiWu", "工作单位及职务", "lines"),
)
TAGS = {ROOT, ITEM} | {each.tag for each in ELEMENTS + OF_RELATIVES}
