"""Words that make a clause of a declaration news, or a matter of course.

They decide which of many passages is quoted first, and never what is said of it. ``*`` stands
for any ending; a phrase may have several words, the last with ``*``.

Sources: J. Galtung and M. Ruge, "The Structure of Foreign News", Journal of Peace Research 2
(1965), and T. Harcup and D. O'Neill, "What is News?", Journalism Studies 18 (2017): conflict, bad
news, magnitude, reference to powers, follow-up; beyond that the reading of declarations.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Literal

WordGroup = Literal[
    "position", "creation", "stake", "routine", "turning", "against", "state", "new_state"
]

POSITION = """
oppos*; condemn*; reject*; unacceptab*; inadmissib*; impermissib*; no alternative*;
lack of alternative*; categoric*; demand*; urge*; prohibit*; ban; banning; unilateral*;
double standards; politici*; incompatible; must; withdraw*; deplore*; regret*; violat*;
illegitimate; contrary to; runs counter; run counter; not directed; deep concern;
deeply concerned;
exclusively; refrain*; guarantee*; avoid*; equal rights; essential;
not be identified; regardless of
против; осужда*; отверга*; неприемлем*; недопустим*; безальтернатив*; требу*; запрещ*; запрет*;
односторонн*; двойных стандартов; несовместим*; должн*; сожале*; наруш*; глубокую озабоченность;
исключительно; воздерж*; гарант*
反对; 谴责; 拒绝; 不可接受; 别无选择; 要求; 敦促; 禁止; 单边; 双重标准; 不符合; 必须; 遗憾;
违反; 深切关注; 唯一
"""
CREATION = """
establish*; creat*; founding; launch*; set up; setting up; introduc*; admission; admit*;
accession; acced*; join; joining; full member*; permanent member*;
permanent sco member; an sco member; as a member; membership; candidat*;
observer status; status of; dialogue partner*; adopted; adopt; approve*; roadmap; road map;
declare; declared; declaring; agreed to; reform*; transition*; openness; new members; bank;
fund;
centre; center; strategy; treaty; headquarter*; convention; code of conduct; memorandum of;
protocol; plan of action; unified; obligations; partnership; agreement; concept; concepts;
finali*; not later than; no later than; before the end of; by the end of
созда*; учре*; прием*; приём*; присоедин*; вступ*; полноправн*; статус*; утверд*; одобр*;
дорожн*;
объяв*; реформ*; банк*; фонд*; центр*; стратеги*; договор*
建立; 成立; 设立; 启动; 加入; 接纳; 成员国地位; 观察员; 对话伙伴; 批准; 路线图; 宣布; 改革;
银行; 基金; 中心; 战略; 条约
"""
STAKE = """
nuclear; missile*; weapon*; militar*; armed; war; conflict*; exercise*; outer space; sanction*;
currenc*; sovereign*; territorial integrity; interference; terror*; refugee*; government;
regime;
occupation; human rights; hegemon*; bloc; confrontation*; pandemic; covid*; epidemic*; climate;
famine; energy; food security; belt and road; security council; protectionis*; separatis*;
drug*;
call on; call upon; calls on; calls upon; call for; calls for; calling for; identical;
reconstruction; poverty; equitable; united nations; internet; nazism; world order; biological;
chemical; accession; acced*; admit*; admission; membership; full member*; permanent member*;
permanent sco member; an sco member; memorandum of obligations;
disarmament; arms race; crime; corruption; election*; trade organi*; security concept
ядерн*; ракет*; оруж*; воен*; войн*; конфликт*; учени*; космос*; санкци*; валют*; суверен*;
вмешательств*; террор*; беженц*; правительств*; прав человека; блок*; конфронтац*; пандеми*;
климат*; энерг*; совета безопасности; протекционизм*; сепаратизм*; наркот*; призыва*
核; 导弹; 武器; 军; 战争; 冲突; 外空; 制裁; 货币; 主权; 领土完整; 干涉; 恐怖; 难民; 政府; 人权;
集团; 对抗; 疫情; 气候; 能源;
安理会; 保护主义; 毒品; 呼吁
"""
ROUTINE = """
plenary meeting; provisional agenda; item entitled; session the item;
result of; results of; outcome of; outcomes of; holding of; held in; held on; took place;
take place; successful*; congratulat*; thank*; gratitude; hospitality; anniversar*; festival*;
exhibition*; conferences; international conference; level conference; forum;
meeting of; meetings of; chairmanship; presidency;
next meeting;
regular meeting; done in; signed in; hereinafter; declare the following; contribut*; fruitful;
appreciat*; praise*; commend*; high assess*; highly assess*;
honorary; tourism; tourist*; sport*; marathon*; schoolchildren; student*;
youth; startup*; museum*; cultur*; competitions titled; legislative bodies; agricultur*
результат*; итог*; проведени*; состоя*; успешн*; поздрав*; благодар*; гостеприимств*; годовщин*;
фестивал*; выставк*; конференци*; форум*; председательств*; заседани*; именуем*; вклад*;
плодотворн*; высоко оцени*; в соответствии с; туризм*; спорт*; молодеж*; культур*
成果; 举行; 成功; 祝贺; 感谢; 周年; 电影节; 展览; 会议; 论坛; 主席国; 贡献; 高度评价; 根据;
旅游; 体育; 青年; 文化
"""
# What turns a statement into its contrary: a quotation that leaves one out says another thing.
TURNING = """
not; no; nor; never; without; neither; cannot; oppos*; reject*; condemn*; unaccept*;
inadmissib*; impermissib*; refrain*; prohibit*; unless; except; other than; only; incompatible
не; нет; ни; без; никогда; отверга*; осужда*; неприемлем*; недопустим*; запрещ*; кроме
不; 没; 未; 无; 非; 反对; 拒绝; 谴责; 禁止; 除
"""
# What a text names in order to act against it.
AGAINST = """
against; prevent*; combat*; counter*; fight*; suppress*; eliminat*; concern*
против; предотвращ*; борьб*; противодейств*; пресеч*; обеспоко*; озабоч*
防止; 打击; 消除; 关切
"""

GROUPS: Mapping[WordGroup, str] = {
    "position": POSITION,
    "creation": CREATION,
    "stake": STAKE,
    "routine": ROUTINE,
    "turning": TURNING,
    "against": AGAINST,
}

# The groups that add to what a stretch tells; the names of states are in the file of names.
ADDING: frozenset[WordGroup] = frozenset({"position", "creation", "stake", "state", "new_state"})
