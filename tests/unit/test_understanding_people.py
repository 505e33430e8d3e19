"""People in Liaoning telling of themselves, in their own words."""

from datetime import date

import pytest

from matching.understanding import understand
from tests.unit.reading import notes

pytestmark = pytest.mark.usefixtures("rules_alone")

TODAY = date(2026, 11, 22)

# Each: what was said, what is understood.
SAID = [
    (
        "我是营口老边的，四十一了，在轴承厂磨了十二年轴承，厂子黄了，想学个数控",
        "age 41; lives 老边区; did 轴承制造工 12y; wants 多工序数控机床操作调整工; unemployed?",
    ),
    (
        "俺是建昌农村的 今年三十八 一直在家种地养羊 冬天没事干想学点手艺",
        "age 38; lives 建昌县; did 农艺工; did 家畜饲养员; rural_transfer?",
    ),
    (
        "家在阜新县，初中没念完就出来了，跟人干了七八年瓦匠，腰不好不想干重活了",
        "primary?; lives 阜新蒙古族自治县; did 砌筑工 7y; no_heavy",
    ),
    ("我想找个看仓库的活，别让我上夜班，离家近就中，在大东区住", "lives 大东区; wants 仓储管理员; no_night; near_home"),
    (
        "本人女 45岁 抚顺望花的 以前纺织厂下岗 干过保洁和家政 想考个养老护理员证",
        "age 45; lives 望花区; did 保洁员; did 家政服务员; wants 养老护理员; unemployed?",
    ),
    ("大连甘井子 29 男 有C1驾照 跑了三年外卖 想换个稳当的", "age 29; lives 甘井子区; did 网约配送员 3y; has driving"),
    (
        "我儿子今年十九，高中毕业没考上大学，想让他学汽修，家在辽阳灯塔",
        "!for_someone_else; age 19; senior; lives 灯塔市; wants 汽车维修工; two_later",
    ),
    (
        "退役三年了，在部队开大车的，有A2本，想找个开货车的，本溪丹东都行",
        "prefers 本溪市; prefers 丹东市; did 道路货运汽车驾驶员; wants 道路货运汽车驾驶员; has driving; veteran",
    ),
    (
        "你好，请问盘锦这边有化工厂招学徒的吗，我大专学的应用化工",
        "!search; college; studied 应用化工 (470201); prefers 盘锦市; wants 化工总控工",
    ),
    (
        "我叶柏寿的，在北京当过五年保安，不想再干保安了，回来想学电工，四千以上就行",
        "lives 建平县; did 保安员 5y; rejects 保安员; wants 电工; 4000 a month",
    ),
    (
        "干了二十年焊工，三级证和特种作业证都有，眼睛不行了想转质检",
        "did 焊工 20y; wants 质检员; has operation_permit; has grade grade 3",
    ),
    ("锦州太和区，会开拖拉机，没驾照，想学叉车", "lives 太和区; wants 起重装卸机械操作工; lacks driving; can 开拖拉机"),
    (
        "三十出头，铁岭昌图的，养了几年猪赔了，想进厂，管吃管住的",
        "lives 昌图县; did 家畜饲养员; rural_transfer?; housing; meals",
    ),
    (
        "我是农村的，媳妇在县里上班，我想在黑山县城找个木工活，一天二百以上",
        "prefers 黑山县; wants 手工木工; rural_transfer?",
    ),
    (
        "沈阳于洪的，宝妈，孩子上小学，只能上午九点到下午三点，想找个兼职做电商客服",
        "lives 于洪区; wants 电子商务师; wants 呼叫中心服务员; part_time",
    ),
    ("残疾人，左手不方便，在家能干的活有吗，会打字会做表格", "disabled; can 电脑, 办公软件"),
    ("我没啥学历，小学毕业，五十三了，干不动重活，看大门打更啥的都行", "age 53; primary; wants 保安员; no_heavy"),
    ("学过两年美发，没干过，现在想正经找个美发店当学徒，朝阳市里", "prefers 朝阳市; wants 美发师"),
    ("海城西柳的，做了十五年服装，踩缝纫机，打版也会一点", "lives 海城市; did 缝纫工 15y; can 打版"),
    (
        "我是学护理的，中专，没考护士证，想去养老院",
        "secondary_vocational; studied 护理 (720201); wants 养老护理员; lacks qualification 护士执业资格",
    ),
    (
        "旅顺的，在船上当水手六年，不想跑船了，想上岸学个电梯维修",
        "lives 旅顺口区; did 船舶甲板设备操作工 6y; rejects 船舶甲板设备操作工; wants 电梯安装维修工",
    ),
    ("现在在鞍钢上班，轧钢的，倒班太累，想学个电气自动化转岗", "did 金属轧制工; wants 电工; employee; no_shift"),
    ("一天活没干过，刚毕业，今年大专毕业，学的市场营销", "college; studied 市场营销 (530605); grad_year"),
    ("要求不高，五险一金，双休，沈阳浑南，月薪六千起", "lives 浑南区; 6000 a month; weekends_off"),
    (
        "我今年五十八，老伴没工作，俺俩都是凌海农村的，想学个食用菌",
        "age 58; lives 凌海市; wants 食用菌生产工; rural_transfer?",
    ),
    ("爹妈岁数大了，我得天天回家，北镇的，附近有啥活", "!search; lives 北镇市; near_home; go_home_at_night"),
    ("电焊我干够了，灰大，想学个烘焙蛋糕啥的", "rejects 焊工; wants 西式面点师"),
    ("除了厨师别的都行，在营口鲅鱼圈", "lives 鲅鱼圈区; rejects 中式烹调师"),
    ("在抚顺干钳攻十一年了 想往数控上转", "did 装配钳工 11y; wants 多工序数控机床操作调整工"),
    ("我搁普兰点呢 想学汽车维秀", "lives 普兰店区; wants 汽车维修工"),
    (
        "wo shi tieling de, 42 sui, gan guo baoan, xiang xue dian gong, bu shang ye ban",
        "age 42; lives 铁岭市; did 保安员; wants 电工; no_night",
    ),
    ("dalian jinzhou de, zhao ge chuniang de huo, guan chi guan zhu", "lives 金州区; wants 中式烹调师; housing; meals"),
    (
        "你好我今年四十三岁家是朝阳建平的以前在煤矿下井干了十五年现在矿关了想学个电工或者焊工最好能包住",
        "age 43; lives 建平县; did 井下采矿工 15y; wants 电工; wants 焊工; unemployed?; housing",
    ),
    (
        "家在本溪南芬矿上退下来的五十一了腰也不咋好想找个看大门的活离家近就行",
        "age 51; lives 南芬区; wants 保安员; near_home",
    ),
    (
        "我原先是搞装修的刮大白贴瓷砖都干过二十来年了现在膝盖不行蹲不下去想学个开叉车",
        "did 装饰装修工 20y; wants 起重装卸机械操作工",
    ),
    (
        "俺闺女二十二学的幼师毕业了没找着活能不能帮着看看兴城有没有幼儿园招人的",
        "!for_someone_else; age 22; studied 幼师 (770101 570102K); prefers 兴城市",
    ),
    ("哎妈呀我就想问问那个学徒给不给开工资啊", "!subsidy_question"),
    ("听说考下来证给一千五真的假的", "!subsidy_question"),
    ("我哥在你们那报的名到现在没信儿", "!apply_help"),
    ("你们这个是不是骗人的啊", "!other"),
    ("骗我交了两千块钱培训费 人没影了", "!report"),
    ("干了三个月一分钱没给我", "!report"),
    ("把我删了吧 不找了", "!delete"),
    ("我电话别给那些中介", "!privacy"),
    ("有没有人啊 机器人说不明白", "!human"),
    ("不找工作 就问问政策", "!subsidy_question"),
    ("四级工想升三级得几年", "!level_up"),
    ("我媳妇怀孕了 我想找个离家近的活 沈阳皇姑 干过八年印刷", "prefers 皇姑区; did 印刷操作员 8y; near_home"),
    ("坐过牢 出来两年了 想找个焊工活 鞍山", "prefers 鞍山市; wants 焊工"),
    ("我是满族 岫岩的 会玉雕 雕了六年", "lives 岫岩满族自治县; did 工艺品雕刻工 6y; can 玉雕"),
    ("回族 想找个清真饭店的厨师活 沈阳沈河", "prefers 沈河区; wants 中式烹调师"),
    ("得过癌症 现在好了 轻巧活能干 盘锦双台子", "lives 双台子区; no_heavy"),
    (
        "我四十六 农村户口 在凤城种香菇 想上丹东学个电商卖山货",
        "age 46; lives 凤城市; prefers 丹东市; did 食用菌生产工; wants 电子商务师; rural_transfer",
    ),
    ("当兵回来的 开过坦克 现在想开挖掘机", "wants 挖掘铲运和桩工机械司机; veteran"),
    ("部队卫生员退下来的 想干护工或者养老", "wants 医疗护理员; wants 养老护理员"),
    ("我今年刚初中毕业 十五 想学理发", "!underage; age 15"),
    ("快十八了 下个月生日 能进厂不", "age 17"),
    ("十六 不念了 想学修车", "age 16; wants 汽车维修工"),
    ("58了还能学养老护理不", "age 58; wants 养老护理员"),
    ("六十三退休了 想找点活", "age 63"),
    ("我四十周岁虚岁四十一", "age 40"),
    ("一直在大连打工 干海鲜加工的 想回庄河老家干", "prefers 庄河市; did 水产品加工工"),
    ("住沈北 在铁西上班 想找个近点的", "lives 沈北新区; near_home"),
    ("以前在鞍山待过 现在搬营口了", "lives 营口市"),
    ("别整太远 出了海城我就不去了", "prefers 海城市"),
    ("别的地方也行 就是大连不去 房租太贵", "excludes 大连市"),
    ("沈阳周边都行", "prefers 抚顺市; prefers 本溪市; prefers 辽阳市; prefers 铁岭市"),
    ("辽西这一片都行 朝阳阜新锦州", "prefers 锦州市; prefers 阜新市; prefers 朝阳市; prefers 葫芦岛市"),
    ("开车半小时以内的", ""),
    ("我搁彰武呢，掰了一秋天苞米，冬天想学个钩机", "lives 彰武县; wants 挖掘铲运和桩工机械司机"),
    (
        "哈尔滨回来的，凌海人，跑了八年长途，A2本，腰脱了不想跑了，想学个仓库管理",
        "lives 凌海市; did 道路货运汽车驾驶员 8y; wants 仓储管理员; has driving",
    ),
    ("沈阳铁西那边的，以前沈重的铆工，四级，下岗好些年了，今年五十三", "age 53; lives 铁西区; did 铆工; unemployed?"),
    (
        "你好，我是丹东宽甸的，今年大学毕业学动物医学的，想去沈阳或者大连找个宠物医院",
        "bachelor; studied 动物医学; lives 宽甸满族自治县; prefers 沈阳市; prefers 大连市; grad_year",
    ),
    (
        "家是庄河的，想在大连市里学美容美发，不要学费的那种，得包住",
        "lives 庄河市; prefers 大连市; wants 美容师; wants 美发师; housing",
    ),
    ("我想问一下五十岁还能学月嫂吗", "age 50; wants 家政服务员"),
    (
        "我在阜新卖了六年手机，现在店黄了，三十一，想学修手机或者做电商",
        "age 31; lives 阜新市; did 商品营业员 6y; wants 信息通信网络终端维修员; wants 电子商务师; unemployed?",
    ),
    (
        "女 三十八 锦州义县 没啥文化 小学毕业 就想找个服装厂踩机子的活 能坐班车回家就行",
        "age 38; primary; lives 义县; wants 缝纫工",
    ),
    (
        "盘锦的，在油田采油队干了十四年，买断了，会开叉车没证",
        "lives 盘锦市; did 石油开采工 14y; no papers; unemployed?; can 开叉车",
    ),
    ("想学烘焙，没基础，沈阳和平区，周末能上课的", "lives 和平区; wants 西式面点师; weekend_class"),
    ("辽阳灯塔佟二堡的，做皮草生意赔了，会打版，想找个厂子上班", "lives 灯塔市; did 皮革及皮革制品加工工; can 打版"),
    (
        "给我弟弟报个名，他聋哑人，二十岁，学过裁缝，抚顺清原的",
        "!for_someone_else; age 20; lives 清原满族自治县; disabled; text_only",
    ),
    ("我原来在大连做海员，二副，现在想上岸干船舶检验之类的", "did 船舶甲板设备操作工"),
    ("没考上大学，复读不想读了，十九，葫芦岛兴城泳装厂能去不", "age 19; senior; prefers 兴城市; two_later"),
    ("我啥活都能干，就是不能熬夜，心脏不好", "no_night"),
    (
        "铁岭调兵山煤矿的，井下掘进干了十八年，矿快闭坑了，得转行，最好学个电工或焊工",
        "lives 调兵山市; did 井下采矿工 18y; wants 电工; wants 焊工",
    ),
    ("二十二，本溪桓仁，想学做民宿，家里有房子", "age 22; lives 桓仁满族自治县; wants 民宿管家"),
    ("鞍山海城感王的，做过裤子，会锁边，也在饭店端过盘子，孩子三岁没人看", "lives 海城市; did 餐厅服务员; can 锁边"),
    ("我哥们介绍的，说你们这能学无人机，不要钱", "wants 无人机驾驶员"),
    (
        "电工低压证有，高压没有，想考高压，公司给报销不",
        "!subsidy_question; has operation_permit 电工 低压电工作业; employee",
    ),
    ("我就想在县城找个上白班的活，一个月三千块钱能有吧，昌图的", "lives 昌图县; 3000 a month; no_night; district_only"),
    (
        "在家种了二十年大棚，黄瓜西红柿都种过，现在大棚不挣钱了，想去养老院干",
        "did 园艺工 20y; wants 养老护理员; rural_transfer?",
    ),
    ("兴龙台的，炼厂干外操十年了，想考个化工总控工", "lives 兴隆台区; did 化工单元操作工 10y; wants 化工总控工"),
    (
        "俺家大石桥的，镁砂窑上出窑的，灰太大，不想干了，想学开叉车",
        "lives 大石桥市; did 耐火材料烧成工; wants 起重装卸机械操作工",
    ),
    (
        "我在昌图八面城，养了六年肉牛，赔大发了，寻思出去学个焊工",
        "lives 昌图县; did 家畜饲养员 6y; wants 焊工; rural_transfer?",
    ),
    ("我，女，五零后，退休了，想学点啥发挥余热", ""),
    ("在新抚摆地摊卖袜子，三十七，想学直播", "age 37; lives 新抚区; did 商品营业员; wants 互联网营销师; flexible?"),
    ("刚从部队复员，二十四，学过通信，高中毕业，想进电力公司", "age 24; senior; veteran"),
    ("我考了三次电工证都没过，还想考", "lacks operation_permit 电工"),
    (
        "我儿子十七，初中毕业就不念了，能学汽修不，家是喀左的",
        "!for_someone_else; age 17; junior; lives 喀喇沁左翼蒙古族自治县; wants 汽车维修工",
    ),
    ("老公在外面跑大车，我在家带俩孩子，想学个美容在家门口干", "wants 美容师; near_home"),
    ("不会用电脑，就会种地，四十九，新宾的", "age 49; lives 新宾满族自治县; rural_transfer?; can 种地"),
    (
        "女工能不能学数控？我25，大专文秘，想转行",
        "age 25; college; studied 文秘 (590401); wants 多工序数控机床操作调整工",
    ),
    ("本溪满族自治县小市的，想在县里学个按摩", "lives 本溪满族自治县; wants 保健按摩师"),
    ("眼睛近视八百度，电焊能干不", "wants 焊工"),
    ("别给我推荐培训班，我就要活", "!search"),
    ("我不要岗位，我就想学个证", ""),
    ("有没有夜校那种班，学会计的，沈阳皇姑", "!search; prefers 皇姑区; wants 会计专业人员; evening_class"),
    ("工资不重要，学到手艺就行，最好有师傅带", ""),
    ("想学刻章雕玉那种，岫岩玉雕学校还招人不", "!search; prefers 岫岩满族自治县; wants 工艺品雕刻工"),
    ("我叫王强，电话13800001111，身份证210102199001011234，想找个保安活", "wants 保安员"),
    ("问一下高级工补贴多少，焊工的", "!subsidy_question"),
    ("焊工三级升二级要啥条件，我三级拿了五年了", "!level_up; has grade 焊工 grade 3"),
    ("家里五口人吃低保，我想学个电商", "wants 电子商务师; difficulty?"),
    ("海城的，会蒙古语，想当导游", "lives 海城市; wants 导游"),
    ("干过流水线，富士康，受不了夜班", "did 包装工; no_night"),
    ("有驾照A1，开公交开了十二年，腰不行了", "did 客运车辆驾驶员 12y; has driving A1"),
    ("刚出狱的能找着活不", ""),
    ("沈阳大东，28，英语专八，想做跨境电商", "age 28; lives 大东区; wants 电子商务师; can 英语"),
    ("之前在饭店当过服务员领班，现在怀孕五个月，想生完孩子学月嫂", "did 餐厅服务员; wants 家政服务员"),
    ("帮我看看丹东有没有海鲜加工的活，要包住的", "!search; prefers 丹东市; wants 水产品加工工; housing"),
    (
        "瓦房店轴承厂三车间的，磨床干了六年半，想学数控磨",
        "lives 瓦房店市; did 磨工 6.5y; wants 多工序数控机床操作调整工",
    ),
    ("我是聋人，会打字，会画图，想找平面设计的工作", "wants 广告设计师; disabled; can 电脑, CAD"),
    ("高中学历，驾照C1，无犯罪记录，身高一米八，想当辅警", "senior; wants 辅警; has driving C1"),
    ("收割机我开了七八年了，修也会点，想考农机修理", "did 农机驾驶操作员 7y; wants 农机修理工"),
]


@pytest.mark.parametrize(("said", "understood"), SAID)
def test_people(said: str, understood: str) -> None:
    assert notes(understand(said, today=TODAY)) == understood
