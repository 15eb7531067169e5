<?xml version="1.0" encoding="utf-8"?>
<!DOCTYPE TS>
<TS version="2.1" language="zh-Hans" sourcelanguage="en">
    <context>
        <name>zoning_plugin</name>
        <message>
            <source>    before: {text}</source>
            <translation>    原文：{text}</translation>
        </message>
        <message>
            <source>&amp;Keyboard into the panel</source>
            <translation>键盘转到面板(&amp;K)</translation>
        </message>
        <message>
            <source>&amp;Zoning control</source>
            <translation>分区管控(&amp;Z)</translation>
        </message>
        <message>
            <source>(without a name)</source>
            <translation>（未命名）</translation>
        </message>
        <message>
            <source>({count} more)</source>
            <translation>（另有 {count} 项）</translation>
        </message>
        <message>
            <source>; {count} more through edge contact only</source>
            <translation>；另有 {count} 条仅因边缘接触列出</translation>
        </message>
        <message>
            <source>A GeoPackage (.gpkg): layer pieces, tables balance and overlay (what was done).</source>
            <translation>GeoPackage 文件（.gpkg）：图层 pieces（压占部分）、表 balance（平衡表）和 overlay（叠加说明）。</translation>
        </message>
        <message>
            <source>A JSON file with name, company, place, industry and the like, printed on the first page.</source>
            <translation>JSON 文件,含项目名称、建设单位、地点、行业等,印在首页。</translation>
        </message>
        <message>
            <source>A JSON file with the folder tree; empty for the one that is shipped as an example.</source>
            <translation>含文件夹结构的 JSON 文件;不填则用自带的示例结构。</translation>
        </message>
        <message>
            <source>A JSON list that says of each file its role, tier, scope, document and date; without it they are recognised where they can be.</source>
            <translation>JSON 列表,说明每个文件的用途、层级、适用范围、依据文件与日期;不填则自动识别能识别的部分。</translation>
        </message>
        <message>
            <source>A date as 2026-03-31</source>
            <translation>日期，如 2026-03-31</translation>
        </message>
        <message>
            <source>A folder with control units and access lists. What is recognised is shown before anything is stored.</source>
            <translation>选一个放有管控单元和准入清单的文件夹，先看识别结果，确认后才存入。</translation>
        </message>
        <message>
            <source>A new version of the case, judged by the release in force; answers to unchanged clauses come along, the signed version stays as it is</source>
            <translation>按现行成果研判的新版本；条文未变的答复随之带入，已签署的版本保持不变</translation>
        </message>
        <message>
            <source>A register that is there already</source>
            <translation>已有的台账文件</translation>
        </message>
        <message>
            <source>A release file (.gpkg), or a folder of them: then for each site the one in force on the day is taken.</source>
            <translation>成果文件（.gpkg），或存放成果的文件夹：按每个地块取当日有效的一份。</translation>
        </message>
        <message>
            <source>A release file (.gpkg), or a folder of them: then the one in force on the day for the place is taken.</source>
            <translation>一个成果文件（.gpkg），或放有多个成果的文件夹：按研判日期和地块位置取当日现行的成果。</translation>
        </message>
        <message>
            <source>A release file (.gpkg), or a folder of them: then the one in force today is taken.</source>
            <translation>成果文件(.gpkg),或存放多个成果的文件夹:取今天现行的一个。</translation>
        </message>
        <message>
            <source>A row a case, and a row a changed clause with both texts.</source>
            <translation>每件一行，每条有变化的条款一行，并列新旧条文。</translation>
        </message>
        <message>
            <source>Access lists</source>
            <translation>准入清单</translation>
        </message>
        <message>
            <source>Add files that support the answer; they are copied beside the register</source>
            <translation>加入支持该答复的附件，会复制到台账旁</translation>
        </message>
        <message>
            <source>Agrees</source>
            <translation>是否一致</translation>
        </message>
        <message>
            <source>All</source>
            <translation>全部</translation>
        </message>
        <message>
            <source>All files (*)</source>
            <translation>所有文件 (*)</translation>
        </message>
        <message>
            <source>All states</source>
            <translation>全部状态</translation>
        </message>
        <message>
            <source>All {count} units met</source>
            <translation>涉及的全部 {count} 个单元</translation>
        </message>
        <message>
            <source>An answer is never taken away: 5 says that it is to be verified, and a later answer takes its place.</source>
            <translation>答复不会被抹去：按 5 记为待核实，以后的答复接着记录。</translation>
        </message>
        <message>
            <source>An invented county with units, lists and sites, to try everything at once.</source>
            <translation>虚构的县，有单元、清单和地块，可立即试用全部功能。</translation>
        </message>
        <message>
            <source>Another EPSG code …</source>
            <translation>其他 EPSG 代码…</translation>
        </message>
        <message>
            <source>Answer the clause first (1–5): files belong to an answer.</source>
            <translation>请先答复该条（1–5）：附件随答复保存。</translation>
        </message>
        <message>
            <source>Answers stay slower than they could be: {reason}</source>
            <translation>应答仍较慢：{reason}</translation>
        </message>
        <message>
            <source>Answers, the latest first:</source>
            <translation>历次答复（新的在前）：</translation>
        </message>
        <message>
            <source>Anything worth knowing of this step</source>
            <translation>与本环节有关的说明</translation>
        </message>
        <message>
            <source>Applies through: {subjects} ({relation})</source>
            <translation>适用依据：{subjects}（{relation}）</translation>
        </message>
        <message>
            <source>Area</source>
            <translation>画面</translation>
        </message>
        <message>
            <source>Area of the parcels (m²)</source>
            <translation>图斑面积（平方米）</translation>
        </message>
        <message>
            <source>As it is printed.</source>
            <translation>按印发的写法。</translation>
        </message>
        <message>
            <source>As of</source>
            <translation>研判日期</translation>
        </message>
        <message>
            <source>As on</source>
            <translation>研判日期</translation>
        </message>
        <message>
            <source>As on {date} · {text}</source>
            <translation>按 {date} · {text}</translation>
        </message>
        <message>
            <source>As on {date}, not as of today: {title}</source>
            <translation>按 {date} 研判（非今日）：{title}</translation>
        </message>
        <message>
            <source>As printed.</source>
            <translation>按印发的写法。</translation>
        </message>
        <message>
            <source>Assess</source>
            <translation>研判</translation>
        </message>
        <message>
            <source>Assess a site</source>
            <translation>研判地块</translation>
        </message>
        <message>
            <source>Assess each feature by itself</source>
            <translation>逐个要素分别研判</translation>
        </message>
        <message>
            <source>Assessing the site …</source>
            <translation>正在研判地块…</translation>
        </message>
        <message>
            <source>Assessment</source>
            <translation>研判结果</translation>
        </message>
        <message>
            <source>Back</source>
            <translation>返回</translation>
        </message>
        <message>
            <source>Back to the clauses</source>
            <translation>回到条款</translation>
        </message>
        <message>
            <source>Back; nothing is stored</source>
            <translation>返回，不存入任何内容</translation>
        </message>
        <message>
            <source>Bring a table copied in WPS, Excel or a browser (Ctrl+V on this page)</source>
            <translation>导入从 WPS、Excel 或浏览器复制的表格（在本页按 Ctrl+V）</translation>
        </message>
        <message>
            <source>Bring everything that is in a folder</source>
            <translation>导入一个文件夹里的全部资料</translation>
        </message>
        <message>
            <source>Bring layers, lists and archives; several at once, and more later</source>
            <translation>导入图层、清单和压缩包；可一次选多个，也可随后再加</translation>
        </message>
        <message>
            <source>Bring units, lists and zones</source>
            <translation>请导入管控单元、准入清单和要素分区</translation>
        </message>
        <message>
            <source>Build on</source>
            <translation>沿用</translation>
        </message>
        <message>
            <source>Build the filing package</source>
            <translation>生成备案成果包</translation>
        </message>
        <message>
            <source>By sheet</source>
            <translation>按表分开</translation>
        </message>
        <message>
            <source>By the file: {name}</source>
            <translation>文件已说明：{name}</translation>
        </message>
        <message>
            <source>By {basis}. For reference only: the list's issuer interprets it</source>
            <translation>依据：{basis}。仅供参考，以清单发布机关解释为准</translation>
        </message>
        <message>
            <source>By {release}, as on {date}</source>
            <translation>依据 {release}，按 {date} 研判</translation>
        </message>
        <message>
            <source>CRS</source>
            <translation>坐标系</translation>
        </message>
        <message>
            <source>CRS of the plan</source>
            <translation>规划图层的坐标系</translation>
        </message>
        <message>
            <source>CRS of the site</source>
            <translation>地块坐标系</translation>
        </message>
        <message>
            <source>Cancel</source>
            <translation>取消</translation>
        </message>
        <message>
            <source>Case name</source>
            <translation>事项名称</translation>
        </message>
        <message>
            <source>Case number</source>
            <translation>事项编号</translation>
        </message>
        <message>
            <source>Case register</source>
            <translation>研判台账</translation>
        </message>
        <message>
            <source>Cases</source>
            <translation>事项</translation>
        </message>
        <message>
            <source>Cases that could not be judged</source>
            <translation>不能复判的事项</translation>
        </message>
        <message>
            <source>Cases with changes</source>
            <translation>有变化的事项</translation>
        </message>
        <message>
            <source>Cases without changes</source>
            <translation>无变化的事项</translation>
        </message>
        <message>
            <source>Cases: {shown} of {total}</source>
            <translation>{shown} / {total} 件</translation>
        </message>
        <message>
            <source>Cases: {total}</source>
            <translation>共 {total} 件</translation>
        </message>
        <message>
            <source>Changes</source>
            <translation>变化</translation>
        </message>
        <message>
            <source>Check a release</source>
            <translation>校验成果</translation>
        </message>
        <message>
            <source>Check report</source>
            <translation>检查报告</translation>
        </message>
        <message>
            <source>Checking that the file is as it was stored …</source>
            <translation>正在校验成果文件与存入时是否一致…</translation>
        </message>
        <message>
            <source>Choose a clause: 1–5 answer it, ↓ goes to the next without an answer</source>
            <translation>选一条条款：按 1–5 答复，↓ 到下一条未答</translation>
        </message>
        <message>
            <source>Choose a clause: its reason stands here</source>
            <translation>选一条条款：这里显示其理由</translation>
        </message>
        <message>
            <source>Choose a folder with the units, the lists and the zones of a release</source>
            <translation>选择放有成果单元、清单和分区文件的文件夹</translation>
        </message>
        <message>
            <source>Choose a release</source>
            <translation>选择成果</translation>
        </message>
        <message>
            <source>Choose a release above, or import one.</source>
            <translation>请在上方选择成果，或导入成果。</translation>
        </message>
        <message>
            <source>Choose …</source>
            <translation>请选择…</translation>
        </message>
        <message>
            <source>Classes of units that the list is for; none ticked: all of them</source>
            <translation>清单适用的单元类别；都不勾选即全部适用</translation>
        </message>
        <message>
            <source>Clauses</source>
            <translation>条款</translation>
        </message>
        <message>
            <source>Clauses found</source>
            <translation>查到的条款</translation>
        </message>
        <message>
            <source>Clauses without an answer: {count}</source>
            <translation>尚未答复的条款：{count} 条</translation>
        </message>
        <message>
            <source>Clauses {count}</source>
            <translation>条款 {count}</translation>
        </message>
        <message>
            <source>Clauses: {count} (listed: {listed}) · releases: {releases}</source>
            <translation>条款 {count} 条（列出 {listed} 条）· 成果 {releases} 个</translation>
        </message>
        <message>
            <source>Clauses: {count} · releases: {releases}</source>
            <translation>条款 {count} 条 · 成果 {releases} 个</translation>
        </message>
        <message>
            <source>Clear</source>
            <translation>清除</translation>
        </message>
        <message>
            <source>Click a finding to go where it can be answered</source>
            <translation>点击问题，转到可以处理它的地方</translation>
        </message>
        <message>
            <source>Click a point on the map: what applies there?</source>
            <translation>在地图上点一个位置，查看该处适用的条款</translation>
        </message>
        <message>
            <source>Click a point, draw an area or a line on the map, or take the selected features of the current layer.</source>
            <translation>在地图上点选一处、画面或画线，也可直接用当前图层选中的要素。</translation>
        </message>
        <message>
            <source>Click or draw a site, and read every clause of the access lists that applies to it, with its source.</source>
            <translation>点选或绘制地块，逐条列出适用的生态环境准入清单条款及其出处。</translation>
        </message>
        <message>
            <source>Click the first vertex on the map. Esc leaves the tool.</source>
            <translation>在地图上点第一个顶点，按 Esc 退出工具。</translation>
        </message>
        <message>
            <source>Click the place on the map. Esc leaves the tool.</source>
            <translation>在地图上点选位置，按 Esc 退出工具。</translation>
        </message>
        <message>
            <source>Close</source>
            <translation>关闭</translation>
        </message>
        <message>
            <source>Close the case</source>
            <translation>关闭事项</translation>
        </message>
        <message>
            <source>Close the case; everything is kept, the site stays</source>
            <translation>关闭事项；内容都已保存，地块保留</translation>
        </message>
        <message>
            <source>Close without recording</source>
            <translation>关闭，不登记</translation>
        </message>
        <message>
            <source>Codes of the units that the list is for.</source>
            <translation>清单适用的单元编码。</translation>
        </message>
        <message>
            <source>Column</source>
            <translation>字段</translation>
        </message>
        <message>
            <source>Columns</source>
            <translation>列</translation>
        </message>
        <message>
            <source>Company</source>
            <translation>建设单位</translation>
        </message>
        <message>
            <source>Comparison</source>
            <translation>对照分析</translation>
        </message>
        <message>
            <source>Conclude</source>
            <translation>作结论</translation>
        </message>
        <message>
            <source>Conclude, sign …</source>
            <translation>结论与签署…</translation>
        </message>
        <message>
            <source>Concluded; next: {step}</source>
            <translation>已作结论；下一步：{step}</translation>
        </message>
        <message>
            <source>Concluded; this office signs nothing</source>
            <translation>已作结论；本单位不设签署环节</translation>
        </message>
        <message>
            <source>Conclusion</source>
            <translation>结论</translation>
        </message>
        <message>
            <source>Conclusion, signatures, matter and platform query of this case</source>
            <translation>本事项的结论、签署、来文信息和平台查询</translation>
        </message>
        <message>
            <source>Confirm that this earlier answer holds here too; it is noted where it comes from</source>
            <translation>确认这条以前的答复在此同样适用；会记下来源</translation>
        </message>
        <message>
            <source>Control units</source>
            <translation>管控单元</translation>
        </message>
        <message>
            <source>Control units only. Zones, clauses and what is lacking are judged once the site is finished.</source>
            <translation>仅列管控单元；要素分区、条款及数据是否齐全，待地块确定后研判。</translation>
        </message>
        <message>
            <source>Coordinates (a pair a line, longitude or east first) or WKT, instead of a layer.</source>
            <translation>坐标(每行一对,经度或东坐标在前)或 WKT,代替图层。</translation>
        </message>
        <message>
            <source>Copy</source>
            <translation>复制</translation>
        </message>
        <message>
            <source>Copy brief</source>
            <translation>复制简答</translation>
        </message>
        <message>
            <source>Copy with source</source>
            <translation>复制（含出处）</translation>
        </message>
        <message>
            <source>Count a year</source>
            <translation>统计全年</translation>
        </message>
        <message>
            <source>Counts, sums, reasons and notes as data.</source>
            <translation>个数、合计、原因和说明，JSON 格式。</translation>
        </message>
        <message>
            <source>Covered (m²)</source>
            <translation>已覆盖（平方米）</translation>
        </message>
        <message>
            <source>Covered by no unit (m²)</source>
            <translation>未覆盖（平方米）</translation>
        </message>
        <message>
            <source>Covered more than once (m²)</source>
            <translation>重复覆盖（平方米）</translation>
        </message>
        <message>
            <source>Data complete: {count} clauses, {lists} lists</source>
            <translation>数据完整：{lists} 份清单，{count} 条条款</translation>
        </message>
        <message>
            <source>Date</source>
            <translation>日期</translation>
        </message>
        <message>
            <source>Details</source>
            <translation>详情</translation>
        </message>
        <message>
            <source>Digest</source>
            <translation>摘要</translation>
        </message>
        <message>
            <source>Directly related</source>
            <translation>直接相关</translation>
        </message>
        <message>
            <source>Document no.</source>
            <translation>文号</translation>
        </message>
        <message>
            <source>Document number (文号)</source>
            <translation>文号</translation>
        </message>
        <message>
            <source>Double-click: zoom to it</source>
            <translation>双击：缩放到此处</translation>
        </message>
        <message>
            <source>Drag the site, or one of its vertices. Esc puts it back, Ctrl+Z takes the last move back.</source>
            <translation>拖动地块或其中一个顶点。Esc 放回原处，Ctrl+Z 撤销上一次移动。</translation>
        </message>
        <message>
            <source>Draw a line (a road, a pipe): click its vertices, right click or Enter finishes</source>
            <translation>画线（道路、管线）：依次点击顶点，右键或回车结束</translation>
        </message>
        <message>
            <source>Draw an area: click its corners, right click or Enter finishes</source>
            <translation>画面：依次点击角点，右键或回车结束</translation>
        </message>
        <message>
            <source>Drop files, folders or zips here, choose them above, or paste a table with Ctrl+V. Nothing is stored until you say so.</source>
            <translation>把文件、文件夹或压缩包拖到这里，或用上方按钮选择，或按 Ctrl+V 粘贴表格。点“存入”之前不会保存任何内容。</translation>
        </message>
        <message>
            <source>EPSG code</source>
            <translation>EPSG 代码</translation>
        </message>
        <message>
            <source>Earlier release to build on</source>
            <translation>沿用的成果</translation>
        </message>
        <message>
            <source>Earlier: {text}</source>
            <translation>以前：{text}</translation>
        </message>
        <message>
            <source>Ecological-environment zoning control</source>
            <translation>生态环境分区管控</translation>
        </message>
        <message>
            <source>Edge contacts among them</source>
            <translation>其中边缘接触数</translation>
        </message>
        <message>
            <source>Effective</source>
            <translation>施行日期</translation>
        </message>
        <message>
            <source>Element zones</source>
            <translation>要素分区</translation>
        </message>
        <message>
            <source>Empty: wherever the release has units</source>
            <translation>留空：成果范围内处处适用</translation>
        </message>
        <message>
            <source>Errors</source>
            <translation>错误数</translation>
        </message>
        <message>
            <source>Every case with what changes for it, as data.</source>
            <translation>逐件列出有何变化（数据文件）。</translation>
        </message>
        <message>
            <source>Every clause is answered: a person may conclude</source>
            <translation>各条均已答复，可由人员作结论</translation>
        </message>
        <message>
            <source>Every file, column and finding of the import, as a page</source>
            <translation>逐个文件、逐列、逐条问题的导入报告网页</translation>
        </message>
        <message>
            <source>Every file, layer and table that was brought; choose one to see and change how it is taken</source>
            <translation>导入的每个文件、图层和表格；选中一个可查看并更改识别结果</translation>
        </message>
        <message>
            <source>Everything odd, errors first; what can be answered is a click away. Findings: {count}</source>
            <translation>发现的全部问题，错误在前；可处理的点击即达。共 {count} 条</translation>
        </message>
        <message>
            <source>F&amp;iles …</source>
            <translation>选文件(&amp;I)…</translation>
        </message>
        <message>
            <source>Field with the class of land use</source>
            <translation>地类字段</translation>
        </message>
        <message>
            <source>Files</source>
            <translation>附件</translation>
        </message>
        <message>
            <source>Files that support the answer</source>
            <translation>支持答复的附件</translation>
        </message>
        <message>
            <source>Files that were removed or written over; nothing of them is lost</source>
            <translation>移出或被改写的文件，内容均在</translation>
        </message>
        <message>
            <source>Files with the lists as printed tables (.xlsx, .xls, .ods, .docx, .csv, .html, or a .zip of them): block, wide or long layout.</source>
            <translation>含清单表格的文件（.xlsx、.xls、.ods、.docx、.csv、.html，或它们的 .zip）：分块、一行一单元或一行一条。</translation>
        </message>
        <message>
            <source>Files {count} …</source>
            <translation>附件 {count}…</translation>
        </message>
        <message>
            <source>Files …</source>
            <translation>附件…</translation>
        </message>
        <message>
            <source>Filing package</source>
            <translation>备案成果包</translation>
        </message>
        <message>
            <source>Find cases</source>
            <translation>查找事项</translation>
        </message>
        <message>
            <source>Find in all releases</source>
            <translation>在全部成果中查找</translation>
        </message>
        <message>
            <source>Find in all releases …</source>
            <translation>在全部成果中查找…</translation>
        </message>
        <message>
            <source>Find in the clauses</source>
            <translation>查找条款</translation>
        </message>
        <message>
            <source>Find in the clauses …</source>
            <translation>查找条款…</translation>
        </message>
        <message>
            <source>Find these words in all clauses of all releases (Ctrl+Enter)</source>
            <translation>在全部成果的全部条款中查找这些词（Ctrl+Enter）</translation>
        </message>
        <message>
            <source>Find words in the clauses of all releases, also of those not in force</source>
            <translation>在全部成果（含未施行、已废止的）的条款中查找</translation>
        </message>
        <message>
            <source>Find words in the clauses; several words: all of them must be there</source>
            <translation>在条款中查找文字，多个词以空格分开，须同时出现</translation>
        </message>
        <message>
            <source>Findings</source>
            <translation>问题</translation>
        </message>
        <message>
            <source>Fol&amp;der …</source>
            <translation>选文件夹(&amp;D)…</translation>
        </message>
        <message>
            <source>Fold all</source>
            <translation>全部折叠</translation>
        </message>
        <message>
            <source>Folder</source>
            <translation>文件夹</translation>
        </message>
        <message>
            <source>Folder for each feature</source>
            <translation>逐要素结果文件夹</translation>
        </message>
        <message>
            <source>Folder of a case</source>
            <translation>事项文件夹</translation>
        </message>
        <message>
            <source>Folder with units, lists and zones</source>
            <translation>放有单元、清单和分区的文件夹</translation>
        </message>
        <message>
            <source>For a file that states none. One that contradicts the file is refused.</source>
            <translation>用于没有写明坐标系的文件。与文件写明的不一致时拒绝。</translation>
        </message>
        <message>
            <source>For example in a folder that the office shares</source>
            <translation>例如放在单位的共享文件夹</translation>
        </message>
        <message>
            <source>For text, and for a file that states none. One that contradicts the file is refused.</source>
            <translation>用于文本坐标和未注明坐标系的文件;与文件自带坐标系矛盾时不予研判。</translation>
        </message>
        <message>
            <source>For this case: {changes}.</source>
            <translation>对本事项：{changes}。</translation>
        </message>
        <message>
            <source>Forget the site and take it from the map</source>
            <translation>清除地块，并从地图上移去</translation>
        </message>
        <message>
            <source>Frequent</source>
            <translation>常用</translation>
        </message>
        <message>
            <source>Frequent reasons</source>
            <translation>常用理由</translation>
        </message>
        <message>
            <source>Get a release ready for fast answers</source>
            <translation>为成果版本的快速应答做准备</translation>
        </message>
        <message>
            <source>Getting ready for fast answers … {share} % ({step})</source>
            <translation>正在为快速应答做准备… {share} %（{step}）</translation>
        </message>
        <message>
            <source>Give the case back to the step before, with the remark</source>
            <translation>附意见退回上一步</translation>
        </message>
        <message>
            <source>Go on with this release</source>
            <translation>用这份成果开始研判</translation>
        </message>
        <message>
            <source>Here: {path}</source>
            <translation>位置：{path}</translation>
        </message>
        <message>
            <source>INCOMPLETE (reasons: {count}): conclude nothing</source>
            <translation>不完整（{count} 项原因），不能据此下结论</translation>
        </message>
        <message>
            <source>Import a release</source>
            <translation>导入成果</translation>
        </message>
        <message>
            <source>Import local data …</source>
            <translation>导入本地数据…</translation>
        </message>
        <message>
            <source>Import report</source>
            <translation>导入报告</translation>
        </message>
        <message>
            <source>Import the demo county</source>
            <translation>导入示例县</translation>
        </message>
        <message>
            <source>Importing the demo county …</source>
            <translation>正在导入示例县…</translation>
        </message>
        <message>
            <source>In force since</source>
            <translation>施行日期</translation>
        </message>
        <message>
            <source>In force today ({date}): {names}</source>
            <translation>今日（{date}）现行：{names}</translation>
        </message>
        <message>
            <source>In the way of a conclusion: {count}</source>
            <translation>还不能作结论：{count} 项</translation>
        </message>
        <message>
            <source>Industry</source>
            <translation>行业</translation>
        </message>
        <message>
            <source>Industry by code, name or everyday word: 3360, 金属表面处理, 电镀厂</source>
            <translation>行业代码、名称或俗称，如 3360、金属表面处理、电镀厂</translation>
        </message>
        <message>
            <source>Is</source>
            <translation>作为</translation>
        </message>
        <message>
            <source>Issuer</source>
            <translation>发布机关</translation>
        </message>
        <message>
            <source>It cannot be stored yet (errors: {count})</source>
            <translation>暂不能存入（错误 {count}）</translation>
        </message>
        <message>
            <source>It changes nothing for the clauses of this case.</source>
            <translation>本事项的条款没有变化。</translation>
        </message>
        <message>
            <source>It keeps every case of the office: the site, the release it was judged by, the answers and the signatures. One file.</source>
            <translation>台账保存本单位的每一件事项：地块、所依据的成果、逐条答复和签署，都在一个文件里。</translation>
        </message>
        <message>
            <source>Judge a site: what applies there?</source>
            <translation>研判一个地块：适用哪些条款</translation>
        </message>
        <message>
            <source>Judge all cases anew by the releases in force …</source>
            <translation>按现行成果复判全部事项…</translation>
        </message>
        <message>
            <source>Judge the cases of a register again</source>
            <translation>台账事项复判</translation>
        </message>
        <message>
            <source>Judge the register anew</source>
            <translation>复判台账</translation>
        </message>
        <message>
            <source>Judged anew: {cases} cases, changed {changed}, unchanged {same}, not possible {failed}. Written: {name}</source>
            <translation>已复判 {cases} 件：有变化 {changed}，无变化 {same}，无法复判 {failed}。已生成：{name}</translation>
        </message>
        <message>
            <source>Keep</source>
            <translation>保存</translation>
        </message>
        <message>
            <source>Keep a case</source>
            <translation>存入台账</translation>
        </message>
        <message>
            <source>Keep case</source>
            <translation>存台账</translation>
        </message>
        <message>
            <source>Keep nothing</source>
            <translation>不保存</translation>
        </message>
        <message>
            <source>Keep the report in the register</source>
            <translation>把报告存入台账</translation>
        </message>
        <message>
            <source>Keep the result in the register</source>
            <translation>结果存入台账</translation>
        </message>
        <message>
            <source>Keep this assessment as a case in the register: then every clause can be answered</source>
            <translation>把本次研判存为一件事项，之后可逐条答复</translation>
        </message>
        <message>
            <source>Keeping the case …</source>
            <translation>正在存入台账…</translation>
        </message>
        <message>
            <source>Keeps what the columns were said to mean, and takes it by itself for the next import of this province</source>
            <translation>保存各列的含义，下次导入该省资料时自动采用</translation>
        </message>
        <message>
            <source>Kept files</source>
            <translation>留存文件</translation>
        </message>
        <message>
            <source>Kept:</source>
            <translation>留存：</translation>
        </message>
        <message>
            <source>Keywords</source>
            <translation>关键词</translation>
        </message>
        <message>
            <source>Kind</source>
            <translation>建设性质</translation>
        </message>
        <message>
            <source>Kind of construction: 新建, 扩建, 改建, 技改, 迁建 …</source>
            <translation>新建、扩建、改建、技改、迁建……</translation>
        </message>
        <message>
            <source>Language</source>
            <translation>语言</translation>
        </message>
        <message>
            <source>Language of messages and of what is written for people: auto (QGIS's own), zh or en.</source>
            <translation>提示与输出材料的语言:auto(随 QGIS)、zh 或 en。</translation>
        </message>
        <message>
            <source>Lay a plan over the control units</source>
            <translation>规划图斑叠加管控单元</translation>
        </message>
        <message>
            <source>Layers, lists and archives ({kinds})</source>
            <translation>图层、清单和压缩包 ({kinds})</translation>
        </message>
        <message>
            <source>Lays a point, line or polygon over the control units of a release and lists every clause that applies, with its source. The site comes from a layer (several features are plots of one site) or as text: coordinate pairs or WKT. The result says incomplete, with every reason, as soon as anything promised is missing or the site is not wholly covered. It never writes a verdict: a person answers each clause.</source>
            <translation>把点、线或面与一个成果版本的环境管控单元叠加,逐条列出适用条款及出处。地块可来自图层(多个要素视为同一地块的多宗地),也可用文本给出:坐标对或 WKT。只要成果应有的数据缺失、或地块未被完全覆盖,结果即为“不完整”并列出全部原因。程序不作符合性结论,由人逐条填写。</translation>
        </message>
        <message>
            <source>Lays every case of a register by another release and says what changes for its own clauses: gone, new, text changed, unit changed. No case changes: its assessment, answers and signatures stay, and the new assessment is kept beside them.</source>
            <translation>把台账中的每个事项按另一份成果重新对照，列出其适用条款的变化：不再适用、新增、条文改动、所属单元变化。事项本身不变：原研判、答复和签署都保留，新的研判结果并存。</translation>
        </message>
        <message>
            <source>Lays every parcel of a land-use plan, be it one or a million, over the control units of a release. The result has one feature for each unit that has something of a parcel, and one for what no unit covers, with the plan's own fields, area and share; edge contacts are kept and marked. A balance says for every parcel that no part of it is missing or counted twice, and names those that could not be laid. Whether parcels overlap one another is not checked. Missing units, uncovered parts and a release that is not in force make the result incomplete, with every reason.</source>
            <translation>把规划用地的每个图斑（一个或上百万个）与成果的管控单元叠加。每个单元占到图斑的部分各为一个要素，没有单元覆盖的部分也为一个要素，保留规划图层的字段，并写明面积和占比；边缘接触单独标明，不丢弃。平衡表逐个图斑说明其各部分没有遗漏、没有重复计算，并列出未能叠加的图斑。图斑之间是否重叠没有检查。单元缺失、存在未覆盖部分、成果未生效时，结果为不完整，并写明每一条原因。</translation>
        </message>
        <message>
            <source>Leave everything as it is</source>
            <translation>保持不变</translation>
        </message>
        <message>
            <source>Left out</source>
            <translation>不导入</translation>
        </message>
        <message>
            <source>Line</source>
            <translation>画线</translation>
        </message>
        <message>
            <source>Linear site</source>
            <translation>线</translation>
        </message>
        <message>
            <source>List all</source>
            <translation>全部列出</translation>
        </message>
        <message>
            <source>List every clause found, not only the best of each release</source>
            <translation>列出查到的每一条，而不只是每个成果中最相近的几条</translation>
        </message>
        <message>
            <source>List the cases</source>
            <translation>列出事项</translation>
        </message>
        <message>
            <source>List the releases</source>
            <translation>列出成果</translation>
        </message>
        <message>
            <source>List units within (m)</source>
            <translation>列出邻近单元的距离(m)</translation>
        </message>
        <message>
            <source>Listed with the typical cases of the year</source>
            <translation>列入年度典型案例</translation>
        </message>
        <message>
            <source>Location</source>
            <translation>点位</translation>
        </message>
        <message>
            <source>Locked: {state}. Nothing of it can change</source>
            <translation>已锁定：{state}。内容不能再改</translation>
        </message>
        <message>
            <source>Look again</source>
            <translation>重新识别</translation>
        </message>
        <message>
            <source>Look again, start over, profiles of column names</source>
            <translation>重新识别、重新开始、列名配置</translation>
        </message>
        <message>
            <source>Look at what is imported</source>
            <translation>识别导入的资料</translation>
        </message>
        <message>
            <source>Look first: cases of the same or an overlapping site: {count}</source>
            <translation>先看一下：已有相同或重叠地块的事项 {count} 件</translation>
        </message>
        <message>
            <source>Look for a newer release</source>
            <translation>查看是否有更新的成果</translation>
        </message>
        <message>
            <source>Look for cases of the same place</source>
            <translation>查找同一位置的事项</translation>
        </message>
        <message>
            <source>Look for earlier answers</source>
            <translation>查找以前的答复</translation>
        </message>
        <message>
            <source>Looking at what is there …</source>
            <translation>正在识别文件夹中的资料…</translation>
        </message>
        <message>
            <source>Looking …</source>
            <translation>正在查找…</translation>
        </message>
        <message>
            <source>Made</source>
            <translation>建立日期</translation>
        </message>
        <message>
            <source>Made since</source>
            <translation>建立日期起</translation>
        </message>
        <message>
            <source>Made until</source>
            <translation>建立日期止</translation>
        </message>
        <message>
            <source>Make a register in this QGIS profile, on this computer</source>
            <translation>在本机当前 QGIS 配置文件夹中建立台账</translation>
        </message>
        <message>
            <source>Make it somewhere else …</source>
            <translation>建在别处…</translation>
        </message>
        <message>
            <source>Make the register here</source>
            <translation>在此建立台账</translation>
        </message>
        <message>
            <source>Mark part of the text</source>
            <translation>选取部分文字</translation>
        </message>
        <message>
            <source>Matter</source>
            <translation>来文与事项</translation>
        </message>
        <message>
            <source>More</source>
            <translation>更多</translation>
        </message>
        <message>
            <source>More about releases</source>
            <translation>成果的更多操作</translation>
        </message>
        <message>
            <source>Move</source>
            <translation>移动</translation>
        </message>
        <message>
            <source>Move the site on the map: drag the whole of it, or one of its vertices</source>
            <translation>在地图上移动地块：拖动整体，或拖动其中一个顶点</translation>
        </message>
        <message>
            <source>My name</source>
            <translation>我的姓名</translation>
        </message>
        <message>
            <source>NO DATA for this site: nothing was compared</source>
            <translation>此处无数据：未作任何对照</translation>
        </message>
        <message>
            <source>NOT COVERED {share}</source>
            <translation>未覆盖 {share}</translation>
        </message>
        <message>
            <source>Name</source>
            <translation>成果名称</translation>
        </message>
        <message>
            <source>Name of a profile of field names and dimensions that is shipped, or a JSON file; empty for the one that this QGIS profile remembers for the province, else the national one.</source>
            <translation>自带的字段与维度配置的名称，或 JSON 文件；留空则采用本 QGIS 用户配置为该省记住的配置，没有时用全国通用配置。</translation>
        </message>
        <message>
            <source>Name of the project, printed on the report</source>
            <translation>项目名称，印在对照分析上</translation>
        </message>
        <message>
            <source>Name of the release</source>
            <translation>成果名称</translation>
        </message>
        <message>
            <source>Name or number of the release that this one replaces.</source>
            <translation>被本成果替代的成果名称或文号。</translation>
        </message>
        <message>
            <source>Name, document, date and status of the release</source>
            <translation>成果的名称、文号、日期和状态</translation>
        </message>
        <message>
            <source>Name, number, company, place, unit, industry …</source>
            <translation>名称、编号、单位、地点、管控单元、行业…</translation>
        </message>
        <message>
            <source>Names or codes of counties and cities where the list applies.</source>
            <translation>清单适用的市、县名称或行政区划代码。</translation>
        </message>
        <message>
            <source>Nearest {unit_class}</source>
            <translation>最近的{unit_class}</translation>
        </message>
        <message>
            <source>Needed to return or withdraw a case</source>
            <translation>退回或撤回时须填写</translation>
        </message>
        <message>
            <source>New or empty. Gets an assessment a feature (PDF too when a comparison is asked for) and index.json.</source>
            <translation>新建或空文件夹。每个要素一份研判结果(要求对照分析时另有 PDF),并有 index.json。</translation>
        </message>
        <message>
            <source>New register</source>
            <translation>新建台账</translation>
        </message>
        <message>
            <source>New register …</source>
            <translation>新建台账…</translation>
        </message>
        <message>
            <source>Next</source>
            <translation>下一条</translation>
        </message>
        <message>
            <source>No case yet. Judge a site on the page “Assess” and press “Keep case”.</source>
            <translation>还没有事项。请在“研判”页研判一个地块，再点“存台账”。</translation>
        </message>
        <message>
            <source>No clause applies: every list was read, none reaches the site</source>
            <translation>没有适用条款：各清单均已查，均未涉及该地块</translation>
        </message>
        <message>
            <source>No clause holds these words.</source>
            <translation>没有条款含有这些词。</translation>
        </message>
        <message>
            <source>No register is open</source>
            <translation>未打开台账</translation>
        </message>
        <message>
            <source>No release is in force today ({date}): everything is a trial.</source>
            <translation>今日（{date}）没有现行成果，一律只能试算。</translation>
        </message>
        <message>
            <source>No release is open</source>
            <translation>尚未打开成果</translation>
        </message>
        <message>
            <source>No site yet</source>
            <translation>尚无地块</translation>
        </message>
        <message>
            <source>No, leave it</source>
            <translation>不，保留</translation>
        </message>
        <message>
            <source>None of the {total} cases fits.</source>
            <translation>共 {total} 件事项，没有符合条件的。</translation>
        </message>
        <message>
            <source>None of the {total} clauses holds these words.</source>
            <translation>{total} 条条款中都没有这些文字。</translation>
        </message>
        <message>
            <source>None of the {total} clauses is so.</source>
            <translation>共 {total} 条，没有这样的条款。</translation>
        </message>
        <message>
            <source>None yet</source>
            <translation>尚未作结论</translation>
        </message>
        <message>
            <source>Not assessed</source>
            <translation>未能研判</translation>
        </message>
        <message>
            <source>Not covered by any unit</source>
            <translation>没有单元覆盖</translation>
        </message>
        <message>
            <source>Not imported</source>
            <translation>未能导入</translation>
        </message>
        <message>
            <source>Not kept</source>
            <translation>未存入</translation>
        </message>
        <message>
            <source>Not looked through, because they cannot be read as releases: {names}</source>
            <translation>以下文件不能作为成果读取，未查找：{names}</translation>
        </message>
        <message>
            <source>Not used</source>
            <translation>不使用</translation>
        </message>
        <message>
            <source>Note</source>
            <translation>备注</translation>
        </message>
        <message>
            <source>Nothing is kept yet: write down your name first</source>
            <translation>还没有保存：请先填写姓名</translation>
        </message>
        <message>
            <source>Nothing leaves this computer. Your project, layers and selection stay as they are.</source>
            <translation>数据不出本机，工程、图层和选择集保持原样。</translation>
        </message>
        <message>
            <source>Nothing that was brought is a layer or a list.</source>
            <translation>所选资料中没有可识别的图层或清单。</translation>
        </message>
        <message>
            <source>Nothing to paste</source>
            <translation>没有可粘贴的表格</translation>
        </message>
        <message>
            <source>Nothing was recognised</source>
            <translation>没有识别出内容</translation>
        </message>
        <message>
            <source>Nothing was stored</source>
            <translation>没有存入任何内容</translation>
        </message>
        <message>
            <source>Number</source>
            <translation>文号或备案号</translation>
        </message>
        <message>
            <source>Number of the document that published it</source>
            <translation>发布文件的文号</translation>
        </message>
        <message>
            <source>Number of the filing, of the document, of the letter</source>
            <translation>备案号、发布文件的文号，或退回函的文号</translation>
        </message>
        <message>
            <source>Number of the query on the provincial platform</source>
            <translation>省级平台的查询编号</translation>
        </message>
        <message>
            <source>Number of the system in the EPSG registry, as 4547; then Enter</source>
            <translation>坐标系的 EPSG 编号，如 4547；按回车确认</translation>
        </message>
        <message>
            <source>One assessment a feature, in the folder below, with an index.</source>
            <translation>每个要素一份研判结果,存入下方文件夹,并附索引。</translation>
        </message>
        <message>
            <source>Only a published release may be judged with; anything else is a trial</source>
            <translation>只有已发布的成果可用于研判，其余仅为试算</translation>
        </message>
        <message>
            <source>Only by its coordinates: {name}</source>
            <translation>仅按坐标数值推断：{name}</translation>
        </message>
        <message>
            <source>Only cases whose site meets what the map shows; follows the map</source>
            <translation>只列地块在当前地图范围内的事项，随地图变化</translation>
        </message>
        <message>
            <source>Only classes</source>
            <translation>仅限类别</translation>
        </message>
        <message>
            <source>Only in</source>
            <translation>仅限行政区</translation>
        </message>
        <message>
            <source>Only those of the chosen file</source>
            <translation>只看所选来源</translation>
        </message>
        <message>
            <source>Only units</source>
            <translation>仅限单元</translation>
        </message>
        <message>
            <source>Only when you know that the other person no longer has it open</source>
            <translation>仅在确认对方已不再使用时接管</translation>
        </message>
        <message>
            <source>Only zones</source>
            <translation>仅限分区</translation>
        </message>
        <message>
            <source>Open</source>
            <translation>打开</translation>
        </message>
        <message>
            <source>Open a case</source>
            <translation>打开事项</translation>
        </message>
        <message>
            <source>Open a register</source>
            <translation>打开台账</translation>
        </message>
        <message>
            <source>Open a register …</source>
            <translation>打开已有台账…</translation>
        </message>
        <message>
            <source>Open a release</source>
            <translation>打开成果</translation>
        </message>
        <message>
            <source>Open all</source>
            <translation>全部展开</translation>
        </message>
        <message>
            <source>Open another register, make a new one, read it anew</source>
            <translation>打开另一个台账、新建、重新读取</translation>
        </message>
        <message>
            <source>Open or fold</source>
            <translation>展开或收起</translation>
        </message>
        <message>
            <source>Open the case</source>
            <translation>打开事项</translation>
        </message>
        <message>
            <source>Open the demo county</source>
            <translation>打开示例县</translation>
        </message>
        <message>
            <source>Open the folder that holds what was written</source>
            <translation>打开所在文件夹</translation>
        </message>
        <message>
            <source>Open the release and show on the map where this clause applies</source>
            <translation>打开该成果，并在地图上显示此条款适用之处</translation>
        </message>
        <message>
            <source>Open the report in the program for PDF files</source>
            <translation>用本机的 PDF 程序打开对照分析</translation>
        </message>
        <message>
            <source>Open the report of the import</source>
            <translation>打开导入报告</translation>
        </message>
        <message>
            <source>Open this release
{path}</source>
            <translation>打开此成果
{path}</translation>
        </message>
        <message>
            <source>Opening the case …</source>
            <translation>正在打开事项…</translation>
        </message>
        <message>
            <source>Opening the register …</source>
            <translation>正在打开台账…</translation>
        </message>
        <message>
            <source>Opening the release …</source>
            <translation>正在打开成果…</translation>
        </message>
        <message>
            <source>Other words to look for in the clauses, parted by blanks</source>
            <translation>另要在条款中标出的词，用空格隔开</translation>
        </message>
        <message>
            <source>PDF files (*.pdf)</source>
            <translation>PDF 文件 (*.pdf)</translation>
        </message>
        <message>
            <source>PREVIEW, not an assessment</source>
            <translation>预览，不是研判结果</translation>
        </message>
        <message>
            <source>Packs a release for filing: vectors (GeoPackage and shapefile), lists and statistics (.xlsx), the distribution map (PDF), the check report and a manifest with the digest of every file. The same release gives the same bytes. The folder tree is a profile, an example and no claim of conformity. Print the short digest in the covering letter.</source>
            <translation>把一个成果版本打成备案包:矢量(GeoPackage 与 shapefile)、清单与统计表(.xlsx)、分布图(PDF)、检查报告,以及含每个文件摘要的清单。同一成果得到相同字节。文件夹结构为示例配置,不声称符合任何规范。请把短摘要印在报送函中。</translation>
        </message>
        <message>
            <source>Page &amp;Assess</source>
            <translation>“研判”页(&amp;A)</translation>
        </message>
        <message>
            <source>Page &amp;Register</source>
            <translation>“台账”页(&amp;R)</translation>
        </message>
        <message>
            <source>Pages of the import</source>
            <translation>导入的各页</translation>
        </message>
        <message>
            <source>Parcels</source>
            <translation>图斑数</translation>
        </message>
        <message>
            <source>Parcels that could not be laid</source>
            <translation>未能叠加的图斑数</translation>
        </message>
        <message>
            <source>Parcels that were repaired</source>
            <translation>已修复的图斑数</translation>
        </message>
        <message>
            <source>Paste &amp;table</source>
            <translation>粘贴表格(&amp;T)</translation>
        </message>
        <message>
            <source>Pieces</source>
            <translation>压占部分</translation>
        </message>
        <message>
            <source>Place</source>
            <translation>建设地点</translation>
        </message>
        <message>
            <source>Plan</source>
            <translation>规划图层</translation>
        </message>
        <message>
            <source>Point</source>
            <translation>点选</translation>
        </message>
        <message>
            <source>Points, lines or polygons. Several features are plots of one site, judged together.</source>
            <translation>点、线或面。多个要素视为同一地块的多宗地,一并研判。</translation>
        </message>
        <message>
            <source>Polygons of the units, one or more features a unit, or a .zip of the files of a delivery. A layer with a file is read from its file, so that its encoding can be judged. Empty: the units of BASE.</source>
            <translation>单元面，每个单元一个或多个要素；也可以是整套资料的 .zip。有文件的图层从文件读取，以便判断编码。留空：沿用 BASE 的单元。</translation>
        </message>
        <message>
            <source>Prepare the search in clauses</source>
            <translation>准备条款查找</translation>
        </message>
        <message>
            <source>Preview of a site</source>
            <translation>预览地块</translation>
        </message>
        <message>
            <source>Profile</source>
            <translation>配置</translation>
        </message>
        <message>
            <source>Profile of column names</source>
            <translation>列名配置</translation>
        </message>
        <message>
            <source>Profiles (*.json)</source>
            <translation>列名配置 (*.json)</translation>
        </message>
        <message>
            <source>Project</source>
            <translation>项目名称</translation>
        </message>
        <message>
            <source>Project fields</source>
            <translation>项目信息</translation>
        </message>
        <message>
            <source>Project fields for the report; all may stay blank</source>
            <translation>项目信息，印在对照分析上，均可不填</translation>
        </message>
        <message>
            <source>Project: {said}</source>
            <translation>项目：{said}</translation>
        </message>
        <message>
            <source>Put a release back</source>
            <translation>恢复成果</translation>
        </message>
        <message>
            <source>Put a three-line answer on the clipboard, for a chat window</source>
            <translation>把三行简答复制到剪贴板，可贴到聊天窗口</translation>
        </message>
        <message>
            <source>Put back</source>
            <translation>恢复</translation>
        </message>
        <message>
            <source>Put the kept file back where it was</source>
            <translation>把留存的文件放回原处</translation>
        </message>
        <message>
            <source>Query number</source>
            <translation>查询编号</translation>
        </message>
        <message>
            <source>Query on the provincial platform</source>
            <translation>省级平台查询</translation>
        </message>
        <message>
            <source>Read anew</source>
            <translation>重新读取</translation>
        </message>
        <message>
            <source>Read only: nothing you do is stored</source>
            <translation>只读打开：所作改动不会保存</translation>
        </message>
        <message>
            <source>Read the clauses</source>
            <translation>读取条款用词</translation>
        </message>
        <message>
            <source>Read with the profile: {name}. What a heading means holds for every file.</source>
            <translation>按“{name}”配置识别；同一列名在所有文件中含义相同。</translation>
        </message>
        <message>
            <source>Reads control units, access lists (准入清单) and element zones as offices publish them, checks them, and stores them as one release file. Texts are kept word for word, codes exactly as published. The report says what was recognised in every file and everything odd; when there is an error, nothing but the report is written.</source>
            <translation>读取各地公布的管控单元、准入清单和要素分区，检查后存为一个成果文件。条款一字不改，编码按公布的原样保留。报告写明每个文件识别出什么、有什么异常；有错误时只写报告，不存成果。</translation>
        </message>
        <message>
            <source>Reason</source>
            <translation>理由</translation>
        </message>
        <message>
            <source>Reason for {number} …</source>
            <translation>{number} 的理由…</translation>
        </message>
        <message>
            <source>Reason …</source>
            <translation>理由…</translation>
        </message>
        <message>
            <source>Reasons that the office often gives: choose one, then change it as it fits</source>
            <translation>本单位常用的理由：选一条，再按实际修改</translation>
        </message>
        <message>
            <source>Recognised, with warnings: {count}</source>
            <translation>识别完成，有 {count} 项提醒</translation>
        </message>
        <message>
            <source>Recognised; nothing is stored yet</source>
            <translation>已识别，尚未存入</translation>
        </message>
        <message>
            <source>Record</source>
            <translation>登记</translation>
        </message>
        <message>
            <source>Record a conclusion</source>
            <translation>记录结论</translation>
        </message>
        <message>
            <source>Record a step</source>
            <translation>登记环节</translation>
        </message>
        <message>
            <source>Record a step …</source>
            <translation>登记环节…</translation>
        </message>
        <message>
            <source>Record the conclusion with your name and the time</source>
            <translation>以您的姓名和时间记录结论</translation>
        </message>
        <message>
            <source>Record the step with the name and the time; after the last one the case is locked</source>
            <translation>以姓名和时间记录这一步；最后一步之后锁定</translation>
        </message>
        <message>
            <source>Record this step in the release file; a copy of the former file stays</source>
            <translation>把本环节登记到成果文件；原文件留存一份</translation>
        </message>
        <message>
            <source>Record what the release has become: submitted, filed, published …</source>
            <translation>登记成果所到的环节：报备、已备案、已发布……</translation>
        </message>
        <message>
            <source>Recorded: {step}. A copy of the former file was kept.</source>
            <translation>已登记：{step}。原文件已留存一份。</translation>
        </message>
        <message>
            <source>Red line, water sources and other zones; each file is a theme, named after the file.</source>
            <translation>生态保护红线、水源保护区等;每个文件为一个专题,以文件名命名。</translation>
        </message>
        <message>
            <source>Register</source>
            <translation>台账</translation>
        </message>
        <message>
            <source>Registers (*.gpkg)</source>
            <translation>台账 (*.gpkg)</translation>
        </message>
        <message>
            <source>Related</source>
            <translation>相关（直接或可能）</translation>
        </message>
        <message>
            <source>Related first</source>
            <translation>相关的在前</translation>
        </message>
        <message>
            <source>Release</source>
            <translation>成果</translation>
        </message>
        <message>
            <source>Releases</source>
            <translation>成果</translation>
        </message>
        <message>
            <source>Releases and their steps</source>
            <translation>成果版本</translation>
        </message>
        <message>
            <source>Releases and their steps …</source>
            <translation>成果版本…</translation>
        </message>
        <message>
            <source>Releases and their steps, import data, open the demo county, show the folder of releases</source>
            <translation>成果版本、导入数据、打开示例县、打开成果文件夹</translation>
        </message>
        <message>
            <source>Remark</source>
            <translation>意见</translation>
        </message>
        <message>
            <source>Remark (needed to return or withdraw)</source>
            <translation>意见（退回、撤回须填）</translation>
        </message>
        <message>
            <source>Remark to the conclusion</source>
            <translation>结论说明</translation>
        </message>
        <message>
            <source>Remark, printed with the conclusion</source>
            <translation>说明，随结论打印</translation>
        </message>
        <message>
            <source>Remember this mapping ({province})</source>
            <translation>记住这个对应关系（{province}）</translation>
        </message>
        <message>
            <source>Remove</source>
            <translation>移出</translation>
        </message>
        <message>
            <source>Remove a release</source>
            <translation>移出成果</translation>
        </message>
        <message>
            <source>Remove “{name}” from the list? The file is moved into the folder “previous” and can be put back; reports made with it stay.</source>
            <translation>把“{name}”移出列表？文件移到 previous 文件夹留存，可以恢复；已出的报告不受影响。</translation>
        </message>
        <message>
            <source>Remove …</source>
            <translation>移出…</translation>
        </message>
        <message>
            <source>Reopen as a new version</source>
            <translation>重新打开为新版本</translation>
        </message>
        <message>
            <source>Reopen as a new version, by {release}</source>
            <translation>按“{release}”重开为新版本</translation>
        </message>
        <message>
            <source>Reopen by the release in force</source>
            <translation>按现行成果重开</translation>
        </message>
        <message>
            <source>Replaces</source>
            <translation>替换</translation>
        </message>
        <message>
            <source>Report</source>
            <translation>生成对照分析</translation>
        </message>
        <message>
            <source>Report of these only …</source>
            <translation>只出这些条款…</translation>
        </message>
        <message>
            <source>Report …</source>
            <translation>生成对照分析…</translation>
        </message>
        <message>
            <source>Requirements of the dimension it is headed</source>
            <translation>某一维度的要求（列名即维度）</translation>
        </message>
        <message>
            <source>Result file …</source>
            <translation>结果文件…</translation>
        </message>
        <message>
            <source>Result file: {name}</source>
            <translation>结果文件：{name}</translation>
        </message>
        <message>
            <source>Return</source>
            <translation>退回</translation>
        </message>
        <message>
            <source>Rules of the office …</source>
            <translation>单位规则…</translation>
        </message>
        <message>
            <source>Rules of the office: {path}. They hold for cases kept from then on.</source>
            <translation>单位规则：{path}。对此后新存的事项生效。</translation>
        </message>
        <message>
            <source>Sample</source>
            <translation>样例</translation>
        </message>
        <message>
            <source>Save the office's profile as a file …</source>
            <translation>导出本单位的列名配置…</translation>
        </message>
        <message>
            <source>Save the profile</source>
            <translation>导出列名配置</translation>
        </message>
        <message>
            <source>Say first what the project is: industry, kind or keywords, in the line “Project” above.</source>
            <translation>请先在上方“项目”一栏填写行业、建设性质或关键词。</translation>
        </message>
        <message>
            <source>Search is on: {hidden} clauses hidden</source>
            <translation>查找中：已隐藏 {hidden} 条</translation>
        </message>
        <message>
            <source>See above what is in the way.</source>
            <translation>原因见上。</translation>
        </message>
        <message>
            <source>Selected</source>
            <translation>选要素</translation>
        </message>
        <message>
            <source>Several words: all of them must be there. Width, case, traditional and simplified make no difference</source>
            <translation>多个词用空格隔开，须同时出现；不分全角半角、大小写、繁体简体</translation>
        </message>
        <message>
            <source>Short digest</source>
            <translation>短摘要</translation>
        </message>
        <message>
            <source>Show its site, its clauses and its answers (Enter or a double click does the same)</source>
            <translation>显示其地块、条款和答复（回车或双击相同）</translation>
        </message>
        <message>
            <source>Show on the map</source>
            <translation>在地图上显示</translation>
        </message>
        <message>
            <source>Show only some of the clauses; the report holds all of them</source>
            <translation>只显示部分条款；报告中仍是全部条款</translation>
        </message>
        <message>
            <source>Show only the cases in this state</source>
            <translation>只显示这一状态的事项</translation>
        </message>
        <message>
            <source>Show or hide the zoning control panel</source>
            <translation>显示或隐藏分区管控面板</translation>
        </message>
        <message>
            <source>Show the folder of releases</source>
            <translation>打开成果文件夹</translation>
        </message>
        <message>
            <source>Show the next earlier answer</source>
            <translation>看下一条以前的答复</translation>
        </message>
        <message>
            <source>Show the panel and work in it by keyboard: Tab goes on, Enter presses, Esc leaves a tool</source>
            <translation>显示面板并用键盘操作：Tab 到下一项，Enter 按下，Esc 退出工具</translation>
        </message>
        <message>
            <source>Show the units of this release on the map and go there</source>
            <translation>在地图上显示该成果的单元，并缩放过去</translation>
        </message>
        <message>
            <source>Show what comes nearest to the project first; the report keeps the printed order</source>
            <translation>与项目相关的排在前面；报告仍按清单原顺序</translation>
        </message>
        <message>
            <source>Shown on the map, in {name}</source>
            <translation>已在地图上显示：{name}</translation>
        </message>
        <message>
            <source>Shown on the map: all units of {name}</source>
            <translation>已在地图上显示{name}的全部单元</translation>
        </message>
        <message>
            <source>Sign</source>
            <translation>签署</translation>
        </message>
        <message>
            <source>Sign: {step}</source>
            <translation>签署：{step}</translation>
        </message>
        <message>
            <source>Signatures</source>
            <translation>签署</translation>
        </message>
        <message>
            <source>Site</source>
            <translation>地块</translation>
        </message>
        <message>
            <source>Site area</source>
            <translation>地块</translation>
        </message>
        <message>
            <source>Site as text</source>
            <translation>地块(文本)</translation>
        </message>
        <message>
            <source>Source</source>
            <translation>来源</translation>
        </message>
        <message>
            <source>Stale since {release}, in force from {date}.</source>
            <translation>自“{release}”（{date} 起施行）起已过时。</translation>
        </message>
        <message>
            <source>Stands beside every answer and signature you give, and tells others who has the register open</source>
            <translation>写在您的每条答复和签署旁，也让别人知道台账由谁打开</translation>
        </message>
        <message>
            <source>Start over</source>
            <translation>重新开始</translation>
        </message>
        <message>
            <source>State</source>
            <translation>状态</translation>
        </message>
        <message>
            <source>Status</source>
            <translation>成果状态</translation>
        </message>
        <message>
            <source>Step</source>
            <translation>环节</translation>
        </message>
        <message>
            <source>Steps</source>
            <translation>环节</translation>
        </message>
        <message>
            <source>Still to do:</source>
            <translation>还需处理：</translation>
        </message>
        <message>
            <source>Stop what is running; nothing is stored</source>
            <translation>停止当前操作，不存入任何内容</translation>
        </message>
        <message>
            <source>Stopped; nothing was stored</source>
            <translation>已停止，没有存入任何内容</translation>
        </message>
        <message>
            <source>Store a release</source>
            <translation>存入成果</translation>
        </message>
        <message>
            <source>Store an answer</source>
            <translation>保存答复</translation>
        </message>
        <message>
            <source>Store it on this computer and open it (Ctrl+Enter); until then nothing is stored</source>
            <translation>保存到本机并打开（Ctrl+回车）；此前不会保存任何内容</translation>
        </message>
        <message>
            <source>Store the assessment in the register as a new case</source>
            <translation>把研判结果作为新事项存入台账</translation>
        </message>
        <message>
            <source>Store the invented demo county on this computer and open it</source>
            <translation>把虚构的示例县存入本机并打开</translation>
        </message>
        <message>
            <source>Store the matter</source>
            <translation>保存来文信息</translation>
        </message>
        <message>
            <source>Store the project</source>
            <translation>保存项目信息</translation>
        </message>
        <message>
            <source>Store the query</source>
            <translation>保存平台查询</translation>
        </message>
        <message>
            <source>Store this release</source>
            <translation>存入该成果</translation>
        </message>
        <message>
            <source>Stored: {name}</source>
            <translation>已存入：{name}</translation>
        </message>
        <message>
            <source>Storing the release …</source>
            <translation>正在存入成果…</translation>
        </message>
        <message>
            <source>Summary</source>
            <translation>叠加说明</translation>
        </message>
        <message>
            <source>Supersedes</source>
            <translation>替代</translation>
        </message>
        <message>
            <source>Table</source>
            <translation>表格</translation>
        </message>
        <message>
            <source>Take each sheet or table of this file by itself, so that each can have its own tier</source>
            <translation>把文件中的每张表分别处理，以便各定层级</translation>
        </message>
        <message>
            <source>Take in a case</source>
            <translation>接收事项</translation>
        </message>
        <message>
            <source>Take in a case from a folder …</source>
            <translation>从文件夹接收事项…</translation>
        </message>
        <message>
            <source>Take in a profile from a file …</source>
            <translation>导入列名配置文件…</translation>
        </message>
        <message>
            <source>Take it over for writing</source>
            <translation>接管，改为可写</translation>
        </message>
        <message>
            <source>Take over</source>
            <translation>采用</translation>
        </message>
        <message>
            <source>Take the release out of the list; a copy stays and can be put back</source>
            <translation>把成果移出列表；留存一份，可以恢复</translation>
        </message>
        <message>
            <source>Take the selected features of the current layer; layer and selection stay as they are</source>
            <translation>用当前图层选中的要素作地块，图层和选择集保持原样</translation>
        </message>
        <message>
            <source>Taken for</source>
            <translation>识别为</translation>
        </message>
        <message>
            <source>Taken in: {name}, versions: {count}</source>
            <translation>已接收：{name}，版本 {count} 个</translation>
        </message>
        <message>
            <source>The assessment as data.</source>
            <translation>研判结果数据。</translation>
        </message>
        <message>
            <source>The brief answer is on the clipboard (3 lines of text).</source>
            <translation>简答已复制到剪贴板（三行文字）。</translation>
        </message>
        <message>
            <source>The case stays in the register and changes no more; needs a remark</source>
            <translation>事项留在台账中，不再变动；须写明原因</translation>
        </message>
        <message>
            <source>The check report that lies in the package, once more outside it.</source>
            <translation>包内检查报告另存一份在包外。</translation>
        </message>
        <message>
            <source>The comparison with every clause, for a person to fill in.</source>
            <translation>含每条条款的对照分析,供人填写。</translation>
        </message>
        <message>
            <source>The conclusion no longer stands: an answer was given after it. Conclude anew.</source>
            <translation>结论之后又有答复，原结论不再作数，请重新作结论。</translation>
        </message>
        <message>
            <source>The coordinate reference system; asked for where the file does not say it</source>
            <translation>坐标参考系；文件未说明时需要选定</translation>
        </message>
        <message>
            <source>The day the release came into force. Without it no assessment is complete.</source>
            <translation>成果施行日期。不填则任何研判都不完整。</translation>
        </message>
        <message>
            <source>The day the release must be in force; today when empty.</source>
            <translation>按这一天现行的成果研判;不填为今天。</translation>
        </message>
        <message>
            <source>The day to judge as of, as 2024-07-01: the release in force then, the laws and lists as they held; blank is today</source>
            <translation>按哪一天研判，如 2024-07-01：用当日施行的成果、清单和法规状态；留空为今天</translation>
        </message>
        <message>
            <source>The file cannot be written.</source>
            <translation>文件不能写入。</translation>
        </message>
        <message>
            <source>The file is back; one that lay there was kept.</source>
            <translation>文件已恢复；原处如有文件，已另行留存。</translation>
        </message>
        <message>
            <source>The file that the platform gave; it is copied beside the register</source>
            <translation>平台给出的文件，会复制到台账旁</translation>
        </message>
        <message>
            <source>The first rows as they will be stored: a wrong encoding shows here</source>
            <translation>前几行将按此存入：编码有误在此可见</translation>
        </message>
        <message>
            <source>The list of the earlier release that this one takes the place of</source>
            <translation>这份清单替换所沿用成果中的哪一份</translation>
        </message>
        <message>
            <source>The mapping could not be remembered</source>
            <translation>未能记住对应关系</translation>
        </message>
        <message>
            <source>The new assessments are stored beside the cases' own. Somebody else at the register: only the files below are written.</source>
            <translation>新的研判结果与原结果并存。台账正由他人使用时，只写下面的文件。</translation>
        </message>
        <message>
            <source>The office's cases: find them, open them, go on with them</source>
            <translation>本单位的事项：查找、打开、继续办理</translation>
        </message>
        <message>
            <source>The office's own number; blank: the register's next one</source>
            <translation>本单位编号；留空则用台账的下一个编号</translation>
        </message>
        <message>
            <source>The package. It appears whole or not at all.</source>
            <translation>成果包。要么完整生成,要么不生成。</translation>
        </message>
        <message>
            <source>The parcels, in any reference system on CGCS2000 or WGS 84. Their fields are kept.</source>
            <translation>规划图斑，坐标系须以 CGCS2000 或 WGS 84 为基准；字段原样保留。</translation>
        </message>
        <message>
            <source>The profile was not saved</source>
            <translation>列名配置未能导出</translation>
        </message>
        <message>
            <source>The profile was not taken in</source>
            <translation>列名配置未能导入</translation>
        </message>
        <message>
            <source>The register cannot be read</source>
            <translation>台账读不出</translation>
        </message>
        <message>
            <source>The register file (.gpkg).</source>
            <translation>台账文件（.gpkg）。</translation>
        </message>
        <message>
            <source>The register is not open</source>
            <translation>台账没有打开</translation>
        </message>
        <message>
            <source>The register is open for reading only.</source>
            <translation>台账是只读打开的。</translation>
        </message>
        <message>
            <source>The register is open for reading only: nothing can be kept</source>
            <translation>台账是只读打开的，不能存入</translation>
        </message>
        <message>
            <source>The register is open for reading only: the report is not kept in it.</source>
            <translation>台账是只读打开的，报告未存入台账。</translation>
        </message>
        <message>
            <source>The register is open, but look at this</source>
            <translation>台账已打开，但请注意</translation>
        </message>
        <message>
            <source>The release file was not checked.</source>
            <translation>成果文件未经校验。</translation>
        </message>
        <message>
            <source>The release file. It appears whole or not at all.</source>
            <translation>成果文件。要么完整生成,要么不生成。</translation>
        </message>
        <message>
            <source>The report as JSON; a page (.html) is written beside it.</source>
            <translation>JSON 报告;同时在旁边写一份网页(.html)。</translation>
        </message>
        <message>
            <source>The signed version stays as it is</source>
            <translation>已签署的版本保持不变</translation>
        </message>
        <message>
            <source>The site of a case stays where it was judged; close the case to move its site</source>
            <translation>台账事项的地块保持研判时的位置；关闭事项后方可移动</translation>
        </message>
        <message>
            <source>The step was withdrawn. A copy of the former file was kept.</source>
            <translation>环节已撤回。原文件已留存一份。</translation>
        </message>
        <message>
            <source>The summary then lists parcels and areas for each of its values. Nothing else depends on it.</source>
            <translation>给出后，叠加说明按各地类列出图斑数和面积；其他结果不受影响。</translation>
        </message>
        <message>
            <source>Theme</source>
            <translation>主题</translation>
        </message>
        <message>
            <source>Themes of zones in which the list applies.</source>
            <translation>清单适用的要素分区主题。</translation>
        </message>
        <message>
            <source>There is no clause to compare with: above it says why.</source>
            <translation>没有可对照的条款，原因见上方。</translation>
        </message>
        <message>
            <source>There is no register yet</source>
            <translation>还没有台账</translation>
        </message>
        <message>
            <source>There is no register yet: it is made with the first case</source>
            <translation>还没有台账：存第一件事项时建立</translation>
        </message>
        <message>
            <source>There is no release yet.</source>
            <translation>还没有成果。</translation>
        </message>
        <message>
            <source>This file cannot be read as a release; choose it to learn why.</source>
            <translation>该文件无法作为成果读取，选中可查看原因。</translation>
        </message>
        <message>
            <source>Tier</source>
            <translation>层级</translation>
        </message>
        <message>
            <source>Title</source>
            <translation>标题</translation>
        </message>
        <message>
            <source>To be looked at</source>
            <translation>请留意</translation>
        </message>
        <message>
            <source>To be looked at: {count}</source>
            <translation>请留意：{count} 项</translation>
        </message>
        <message>
            <source>To the page where a site is compared</source>
            <translation>转到地块研判页</translation>
        </message>
        <message>
            <source>Two characters are enough; several words: all of them must be there</source>
            <translation>两个字即可；多个词须同时出现</translation>
        </message>
        <message>
            <source>Type words: every clause of every release is looked through, and its number, its tag and its unit.</source>
            <translation>请输入要查找的词：在每个成果的每条条款中查找，含编号、标签和单元名称、编码。</translation>
        </message>
        <message>
            <source>Unanswered</source>
            <translation>未答</translation>
        </message>
        <message>
            <source>Units</source>
            <translation>单元数</translation>
        </message>
        <message>
            <source>Units met</source>
            <translation>涉及单元数</translation>
        </message>
        <message>
            <source>Units the site would meet</source>
            <translation>地块将涉及的单元</translation>
        </message>
        <message>
            <source>Units this near are listed, without clauses.</source>
            <translation>列出此距离以内的单元,不列其条款。</translation>
        </message>
        <message>
            <source>Units {count}</source>
            <translation>单元 {count}</translation>
        </message>
        <message>
            <source>Units, lists and zones</source>
            <translation>管控单元、准入清单和要素分区</translation>
        </message>
        <message>
            <source>Use in a year (.xlsx)</source>
            <translation>年度应用统计（.xlsx）</translation>
        </message>
        <message>
            <source>Vertices: {count}. Click the next one; Ctrl+Z takes the last one back.</source>
            <translation>已有 {count} 个顶点，继续点击，Ctrl+Z 撤回一个。</translation>
        </message>
        <message>
            <source>Vertices: {count}. Right click, double click or Enter finishes; Ctrl+Z takes the last one back.</source>
            <translation>已有 {count} 个顶点，右键、双击或回车结束，Ctrl+Z 撤回一个。</translation>
        </message>
        <message>
            <source>Warnings</source>
            <translation>提醒数</translation>
        </message>
        <message>
            <source>What a person concludes; what cannot be is grey, its tooltip says why</source>
            <translation>由人员作出的结论；不能选的为灰色，悬停可看原因</translation>
        </message>
        <message>
            <source>What changes</source>
            <translation>变化内容</translation>
        </message>
        <message>
            <source>What changes: {count}</source>
            <translation>变化内容：{count}</translation>
        </message>
        <message>
            <source>What differs, if something does</source>
            <translation>如不一致，说明哪里不同</translation>
        </message>
        <message>
            <source>What each column means; change it where the guess is wrong. Columns: {count}</source>
            <translation>每一列的含义；识别有误时在此更改。共 {count} 列</translation>
        </message>
        <message>
            <source>What each file is</source>
            <translation>文件说明</translation>
        </message>
        <message>
            <source>What is not brought here is taken from an earlier release: a list alone, or the units alone, can be replaced</source>
            <translation>这里没有导入的部分沿用已有成果：可以只换清单，或只换单元</translation>
        </message>
        <message>
            <source>What it changes cannot be said: {why}</source>
            <translation>无法说明它改变了什么：{why}</translation>
        </message>
        <message>
            <source>What lies at the site</source>
            <translation>地块所涉单元与分区</translation>
        </message>
        <message>
            <source>What the case is called in the register; blank: as the project is</source>
            <translation>事项在台账中的名称；留空则用项目名称</translation>
        </message>
        <message>
            <source>What the chosen file is taken for, and what is said of it</source>
            <translation>所选来源被当作什么，以及对它的说明</translation>
        </message>
        <message>
            <source>What the list is called; empty: as it is headed</source>
            <translation>清单名称；留空则按表头标题</translation>
        </message>
        <message>
            <source>What the release becomes; only what may follow is offered</source>
            <translation>成果所到的环节，只列出可以接着登记的</translation>
        </message>
        <message>
            <source>What the release is called, for example the county and the year</source>
            <translation>成果叫什么，如县名加年份</translation>
        </message>
        <message>
            <source>What the zones are, as it is said in reports: 生态保护红线 …</source>
            <translation>分区是什么，报告中照此写出：生态保护红线……</translation>
        </message>
        <message>
            <source>What this file or table is; what is not imported stays out of the release</source>
            <translation>这个文件或表格是什么；不导入的不进入成果</translation>
        </message>
        <message>
            <source>What this import does not bring is taken from there: a list can be replaced without the units, and the units without the lists. SOURCES says which list of it each new one replaces.</source>
            <translation>本次没有导入的部分沿用这一成果：可以只换清单不换单元，也可以只换单元不换清单。SOURCES 写明每份新清单替换其中哪一份。</translation>
        </message>
        <message>
            <source>What was recognised</source>
            <translation>识别结果</translation>
        </message>
        <message>
            <source>Where it is, in words</source>
            <translation>建设地点的文字说明</translation>
        </message>
        <message>
            <source>Where the folder of the case goes</source>
            <translation>事项文件夹放在哪里</translation>
        </message>
        <message>
            <source>Whether the platform's result is the same as this one</source>
            <translation>平台结果与本研判是否一致</translation>
        </message>
        <message>
            <source>Which clauses</source>
            <translation>显示哪些条款</translation>
        </message>
        <message>
            <source>Who builds it</source>
            <translation>建设单位名称</translation>
        </message>
        <message>
            <source>Who concludes, signs or returns</source>
            <translation>作结论、签署或退回的人</translation>
        </message>
        <message>
            <source>Who issued it</source>
            <translation>由谁发布</translation>
        </message>
        <message>
            <source>Who published the release.</source>
            <translation>成果发布机关。</translation>
        </message>
        <message>
            <source>Whose list it is, from the province down to the park</source>
            <translation>清单属于哪一级，从省到园区</translation>
        </message>
        <message>
            <source>Why you answer so; kept when you pause or go on. Esc goes back to the clauses</source>
            <translation>为何如此答复；停顿或离开时自动保存，Esc 回到条款</translation>
        </message>
        <message>
            <source>Withdraw</source>
            <translation>撤回</translation>
        </message>
        <message>
            <source>Withdraw a step</source>
            <translation>撤回环节</translation>
        </message>
        <message>
            <source>Withdraw the last step, entered by mistake</source>
            <translation>撤回误登记的最后一个环节</translation>
        </message>
        <message>
            <source>Withdraw the step “{step}” ({date}) of “{name}”? A copy of the file as it is now stays.</source>
            <translation>撤回“{name}”的环节“{step}”（{date}）？现在的文件留存一份。</translation>
        </message>
        <message>
            <source>Withdrawn ({count})</source>
            <translation>已撤回（{count}）</translation>
        </message>
        <message>
            <source>Words directly related: {words}</source>
            <translation>直接相关的词：{words}</translation>
        </message>
        <message>
            <source>Words in clauses, numbers, tags, units …</source>
            <translation>条款中的词、编号、标签、单元…</translation>
        </message>
        <message>
            <source>Words possibly related: {words}</source>
            <translation>可能相关的词：{words}</translation>
        </message>
        <message>
            <source>Workbooks (*.xlsx)</source>
            <translation>工作簿 (*.xlsx)</translation>
        </message>
        <message>
            <source>Write a case as a folder</source>
            <translation>导出事项</translation>
        </message>
        <message>
            <source>Write a report of the clauses shown here only; every page of it says so, and how many are left out</source>
            <translation>只打印这里显示的条款；报告每页都会注明是摘录、略去多少条</translation>
        </message>
        <message>
            <source>Write the chosen case as a folder …</source>
            <translation>把选中的事项导出为文件夹…</translation>
        </message>
        <message>
            <source>Write the comparison</source>
            <translation>生成对照分析</translation>
        </message>
        <message>
            <source>Write the comparison report (PDF) and the assessment (JSON)</source>
            <translation>生成对照分析（PDF）和研判数据（JSON）</translation>
        </message>
        <message>
            <source>Write the report</source>
            <translation>生成对照分析</translation>
        </message>
        <message>
            <source>Write the workbook</source>
            <translation>生成工作簿</translation>
        </message>
        <message>
            <source>Writing the report …</source>
            <translation>正在生成对照分析…</translation>
        </message>
        <message>
            <source>Writing …</source>
            <translation>正在写入…</translation>
        </message>
        <message>
            <source>Written: {names}</source>
            <translation>已生成：{names}</translation>
        </message>
        <message>
            <source>Written: {name}, cases of {year}: {count}</source>
            <translation>已生成：{name}，{year} 年共 {count} 件</translation>
        </message>
        <message>
            <source>Written: {name}, versions: {count}</source>
            <translation>已生成：{name}，版本 {count} 个</translation>
        </message>
        <message>
            <source>Year-month-day from which the release is in force</source>
            <translation>自哪一天起施行，年-月-日</translation>
        </message>
        <message>
            <source>Year-month-day, as 2024-07-01; empty when nobody knows it</source>
            <translation>年-月-日，如 2024-07-01；不清楚时留空</translation>
        </message>
        <message>
            <source>Year-month-day, as 2024-07-01; without it nothing can be concluded</source>
            <translation>年-月-日，如 2024-07-01，不填则不能下结论</translation>
        </message>
        <message>
            <source>Your name</source>
            <translation>签署人姓名</translation>
        </message>
        <message>
            <source>Zones {count}</source>
            <translation>分区 {count}</translation>
        </message>
        <message>
            <source>Zoning control</source>
            <translation>分区管控</translation>
        </message>
        <message>
            <source>[INCOMPLETE, reasons: {count}] {line}</source>
            <translation>【不完整，{count} 项原因】{line}</translation>
        </message>
        <message>
            <source>agrees</source>
            <translation>一致</translation>
        </message>
        <message>
            <source>all</source>
            <translation>全部</translation>
        </message>
        <message>
            <source>all answered</source>
            <translation>已全部答复</translation>
        </message>
        <message>
            <source>and {count} more</source>
            <translation>等，另有 {count} 个</translation>
        </message>
        <message>
            <source>answers closed</source>
            <translation>答复已关闭</translation>
        </message>
        <message>
            <source>as recognised: {tier}</source>
            <translation>按识别：{tier}</translation>
        </message>
        <message>
            <source>by itself, for the province</source>
            <translation>自动（按省份）</translation>
        </message>
        <message>
            <source>columns</source>
            <translation>列</translation>
        </message>
        <message>
            <source>comparison</source>
            <translation>对照分析</translation>
        </message>
        <message>
            <source>complete</source>
            <translation>变为完整</translation>
        </message>
        <message>
            <source>coverage {share}</source>
            <translation>覆盖 {share}</translation>
        </message>
        <message>
            <source>data missing</source>
            <translation>缺数据</translation>
        </message>
        <message>
            <source>date unknown</source>
            <translation>日期不详</translation>
        </message>
        <message>
            <source>disagrees</source>
            <translation>不一致</translation>
        </message>
        <message>
            <source>drawn on the map</source>
            <translation>地图上绘制</translation>
        </message>
        <message>
            <source>earlier answers: {count}</source>
            <translation>以前的答复 {count} 条</translation>
        </message>
        <message>
            <source>edge contacts {count}</source>
            <translation>边缘接触 {count}</translation>
        </message>
        <message>
            <source>edge contacts: {count}</source>
            <translation>边缘接触 {count} 个单元</translation>
        </message>
        <message>
            <source>effective {date}</source>
            <translation>{date} 起施行</translation>
        </message>
        <message>
            <source>everywhere</source>
            <translation>处处适用</translation>
        </message>
        <message>
            <source>excerpt</source>
            <translation>对照分析摘录</translation>
        </message>
        <message>
            <source>files: {count}</source>
            <translation>附件 {count} 个</translation>
        </message>
        <message>
            <source>in force</source>
            <translation>现行</translation>
        </message>
        <message>
            <source>in force since {date}</source>
            <translation>{date} 起施行</translation>
        </message>
        <message>
            <source>in the map view</source>
            <translation>地图范围内</translation>
        </message>
        <message>
            <source>incomplete</source>
            <translation>变为不完整</translation>
        </message>
        <message>
            <source>its release is not at hand</source>
            <translation>所依据的成果不在本机</translation>
        </message>
        <message>
            <source>judged anew</source>
            <translation>台账复判</translation>
        </message>
        <message>
            <source>made {made}, changed {changed}</source>
            <translation>建档 {made}，更新 {changed}</translation>
        </message>
        <message>
            <source>mapped by hand</source>
            <translation>手工对应</translation>
        </message>
        <message>
            <source>moved on the map</source>
            <translation>已在图上移动</translation>
        </message>
        <message>
            <source>name</source>
            <translation>名称</translation>
        </message>
        <message>
            <source>national</source>
            <translation>国家缺省</translation>
        </message>
        <message>
            <source>nearest unit not met: {unit}</source>
            <translation>邻近未涉及：{unit}</translation>
        </message>
        <message>
            <source>nearest {distance} away</source>
            <translation>最近 {distance}</translation>
        </message>
        <message>
            <source>no clause to answer</source>
            <translation>没有需要答复的条款</translation>
        </message>
        <message>
            <source>no control unit is met</source>
            <translation>未涉及任何环境管控单元</translation>
        </message>
        <message>
            <source>no document number, no issuer</source>
            <translation>无文号、无发布机关</translation>
        </message>
        <message>
            <source>no effective date</source>
            <translation>无施行日期</translation>
        </message>
        <message>
            <source>not filled in (optional)</source>
            <translation>未填写（可不填）</translation>
        </message>
        <message>
            <source>not readable</source>
            <translation>无法读取</translation>
        </message>
        <message>
            <source>not said</source>
            <translation>未填</translation>
        </message>
        <message>
            <source>nothing, it is added</source>
            <translation>不替换，新增</translation>
        </message>
        <message>
            <source>nothing: everything is brought here</source>
            <translation>不沿用，全部由本次导入</translation>
        </message>
        <message>
            <source>profile</source>
            <translation>配置</translation>
        </message>
        <message>
            <source>published, draft, submitted, returned, filed or repealed. Only by a published release can an assessment be complete.</source>
            <translation>published 已发布、draft 草案、submitted 报备、returned 退回、filed 已备案、repealed 废止。只有已发布的成果才可能得出完整结果。</translation>
        </message>
        <message>
            <source>read the errors</source>
            <translation>查看错误</translation>
        </message>
        <message>
            <source>register</source>
            <translation>台账</translation>
        </message>
        <message>
            <source>repealed</source>
            <translation>已废止</translation>
        </message>
        <message>
            <source>row {row}</source>
            <translation>第 {row} 行</translation>
        </message>
        <message>
            <source>search “{text}”</source>
            <translation>查找“{text}”</translation>
        </message>
        <message>
            <source>since</source>
            <translation>起</translation>
        </message>
        <message>
            <source>since {date}</source>
            <translation>自 {date} 起</translation>
        </message>
        <message>
            <source>stale: its release no longer holds</source>
            <translation>待更新：所依据的成果已不再有效</translation>
        </message>
        <message>
            <source>stale: now {names}</source>
            <translation>待更新：现行为 {names}</translation>
        </message>
        <message>
            <source>status</source>
            <translation>状态</translation>
        </message>
        <message>
            <source>superseded</source>
            <translation>已被替代</translation>
        </message>
        <message>
            <source>superseded by {name}</source>
            <translation>已被“{name}”替代</translation>
        </message>
        <message>
            <source>take it or leave it out</source>
            <translation>是否导入</translation>
        </message>
        <message>
            <source>taken over from an earlier case</source>
            <translation>沿用以前的答复</translation>
        </message>
        <message>
            <source>the best {shown} of {count} clauses</source>
            <translation>{count} 条中最相近的 {shown} 条</translation>
        </message>
        <message>
            <source>the date as year-month-day</source>
            <translation>日期（年-月-日）</translation>
        </message>
        <message>
            <source>tier</source>
            <translation>层级</translation>
        </message>
        <message>
            <source>to verify {count}</source>
            <translation>待核实 {count}</translation>
        </message>
        <message>
            <source>today</source>
            <translation>今日</translation>
        </message>
        <message>
            <source>trial only</source>
            <translation>试算</translation>
        </message>
        <message>
            <source>trial only: no effective date</source>
            <translation>试算：无施行日期</translation>
        </message>
        <message>
            <source>trial only: not yet in force</source>
            <translation>试算：尚未施行</translation>
        </message>
        <message>
            <source>trial only: {status}</source>
            <translation>试算：{status}</translation>
        </message>
        <message>
            <source>unanswered {count}</source>
            <translation>未答 {count}</translation>
        </message>
        <message>
            <source>unit newly met: {code}</source>
            <translation>新涉及的单元：{code}</translation>
        </message>
        <message>
            <source>unit no longer met: {code}</source>
            <translation>不再涉及的单元：{code}</translation>
        </message>
        <message>
            <source>units newly met {count}</source>
            <translation>新涉及的单元 {count}</translation>
        </message>
        <message>
            <source>units no longer met {count}</source>
            <translation>不再涉及的单元 {count}</translation>
        </message>
        <message>
            <source>units, or an earlier release to build on</source>
            <translation>缺少管控单元：请导入，或选沿用的成果</translation>
        </message>
        <message>
            <source>unnumbered</source>
            <translation>无编号条款</translation>
        </message>
        <message>
            <source>until</source>
            <translation>止</translation>
        </message>
        <message>
            <source>version {version}</source>
            <translation>第 {version} 版</translation>
        </message>
        <message>
            <source>what is replaced</source>
            <translation>替换哪份清单</translation>
        </message>
        <message>
            <source>where it applies</source>
            <translation>适用范围</translation>
        </message>
        <message>
            <source>without a reason {count}</source>
            <translation>缺理由 {count}</translation>
        </message>
        <message>
            <source>{clauses} clauses of {releases} releases were looked through.</source>
            <translation>已查找 {releases} 个成果的 {clauses} 条条款。</translation>
        </message>
        <message>
            <source>{count} clauses to compare with, {bans} of them with a ban</source>
            <translation>待对照条款 {count} 条，其中写有“禁止”“严禁”的 {bans} 条</translation>
        </message>
        <message>
            <source>{count} together: {names}</source>
            <translation>{count} 个单元共用：{names}</translation>
        </message>
        <message>
            <source>{file}: {what}</source>
            <translation>{file}：{what}</translation>
        </message>
        <message>
            <source>{first} to {end}</source>
            <translation>{first} 至 {end}</translation>
        </message>
        <message>
            <source>{head}: {rest}</source>
            <translation>{head}：{rest}</translation>
        </message>
        <message>
            <source>{shown} of {total}</source>
            <translation>{shown} / {total} 条</translation>
        </message>
        <message>
            <source>{step} (to come)</source>
            <translation>{step}（未到日期）</translation>
        </message>
        <message>
            <source>{total} clauses</source>
            <translation>共 {total} 条</translation>
        </message>
        <message>
            <source>{units} units, {clauses} clauses</source>
            <translation>{units} 个单元，{clauses} 条条款</translation>
        </message>
        <message>
            <source>{unit} ({said})</source>
            <translation>{unit}（{said}）</translation>
        </message>
        <message>
            <source>{who} has it open on {computer} since {since}. You see it as it was when you opened it.</source>
            <translation>{who} 自 {since} 起在 {computer} 上使用。您看到的是打开时的内容。</translation>
        </message>
        <message>
            <source>— choose —</source>
            <translation>— 请选择 —</translation>
        </message>
        <message>
            <source>“Look again” in the menu goes on with what was brought.</source>
            <translation>菜单中的“重新识别”可继续处理已选资料。</translation>
        </message>
        <message>
            <source>“{code}” is not on the map: the release has no unit or zone of this code.</source>
            <translation>“{code}”不在地图上：该成果没有此编码的单元或分区。</translation>
        </message>
        <message>
            <source>“{name}” was removed and kept.</source>
            <translation>“{name}”已移出并留存。</translation>
        </message>
        <message>
            <source>“{only}” is on: {hidden} clauses hidden</source>
            <translation>只看“{only}”：已隐藏 {hidden} 条</translation>
        </message>
        <message>
            <source>“{text}” is no day; write it as 2024-07-01. Nothing has changed.</source>
            <translation>“{text}”不是日期，请写成 2024-07-01 的形式；未作改动。</translation>
        </message>
        <message>
            <source>… and {count} more; the report of the import lists all of them</source>
            <translation>……另有 {count} 条，导入报告中全部列出</translation>
        </message>
        <message>
            <source>⚠ needs a reason</source>
            <translation>⚠ 须说明理由</translation>
        </message>
        <message>
            <source>⚠ stale since {release}</source>
            <translation>⚠ 自“{release}”起已过时</translation>
        </message>
    </context>
</TS>
