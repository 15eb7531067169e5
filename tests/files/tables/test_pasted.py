# SPDX-License-Identifier: GPL-3.0-or-later
"""A table as Excel, WPS and a browser put it on the clipboard: the same list, whoever copied it."""

from __future__ import annotations

import pytest

from tests.files.printed_lists import Known
from zoning_plugin.files.access_list import read_list
from zoning_plugin.files.profile import read_profile
from zoning_plugin.files.tables.page_table import pasted_tables

UNIT = "ZH99010120005"
EXCEL = """Version:1.0
StartHTML:0000000170
EndHTML:0000003900
StartFragment:0000000900
EndFragment:0000003850
SourceURL:file:///C:/list.xlsx
<html xmlns:v="urn:schemas-microsoft-com:vml" xmlns:o="urn:schemas-microsoft-com:office:office" xmlns="http://www.w3.org/TR/REC-html40">
<head>
<meta http-equiv=Content-Type content="text/html; charset=utf-8">
<meta name=ProgId content=Excel.Sheet>
<style>
<!--table
	{mso-displayed-decimal-separator:"\\.";}
.xl65 {white-space:normal;}
-->
</style>
</head>
<body link="#0563C1" vlink="#954F72">
<table border=0 cellpadding=0 cellspacing=0 width=500 style='border-collapse:collapse;width:375pt'>
<!--StartFragment-->
 <col width=120 style='mso-width-source:userset;width:90pt'>
 <tr height=38 style='height:28.5pt'>
  <td height=38 class=xl65 width=120>环境管控单元<br>
    编码</td>
  <td class=xl65>管控维度</td>
  <td class=xl65>管控要求</td>
 </tr>
 <tr>
  <td rowspan=2 class=xl65 style='border-bottom:.5pt solid black'>ZH99010120005</td>
  <td rowspan=2>区域布局管控</td>
  <td>1-1.【产业/鼓励引导类】发展装备制造业&lt;含电子&gt;。</td>
 </tr>
 <tr>
  <td>1-2.<font class="font6">禁止</font>新建甲类项目。</td>
 </tr>
<!--EndFragment-->
</table>
</body>
</html>"""
WPS = """<html xmlns:o="urn:schemas-microsoft-com:office:office" xmlns:x="urn:schemas-microsoft-com:office:excel"><head><meta
http-equiv="Content-Type" content="text/html; charset=utf-8"/><meta name="Generator" content="WPS Office ET"/><style><!--
@page {margin:1in;} .et3{white-space:normal;} --></style></head><body><!--StartFragment--><table width="288" border="0" cellpadding="0"
style='width:216.00pt;border-collapse:collapse;table-layout:fixed;'><col width="72"/><tr height="18"><td class="et2" height="18" x:str>环境管控单元编码</td><td
class="et2" x:str>管控维度</td><td class="et2" x:str>管控要求</td></tr><tr><td class="et3" x:str>ZH99010120005</td><td class="et3" x:str>区域布局管控</td><td
class="et3" x:str>1-1.【产业/鼓励引导类】发展装备制造业&lt;含电子&gt;。<br/>1-2.禁止新建甲类项目。</td></tr></table><!--EndFragment--></body></html>"""
BROWSER = """<html><body><!--StartFragment--><meta charset='utf-8'><table style="color: rgb(0, 0, 0);"><tbody><tr><th>单元编码</th><th>区域布局管控</th><th>环境风险防控</th></tr><tr><td>
ZH99010120005</td><td><p>1-1.【产业/鼓励引导类】发展装备制造业&lt;含电子&gt;。</p><p>1-2.禁止新建甲类项目。</p></td><td>/</td></tr></tbody></table><br
class="Apple-interchange-newline"><!--EndFragment--></body></html>"""


@pytest.mark.parametrize("copied", [EXCEL, WPS, BROWSER], ids=["Excel", "WPS", "browser"])
def test_what_excel_wps_and_a_browser_put_on_the_clipboard(copied: str) -> None:
    tables = pasted_tables(copied, "")
    readings = read_list(tables, read_profile(), tables.file)
    clauses = [one for reading in readings for one in reading.clauses]
    assert [Known(one.unit_code, one.dimension, one.number, one.tag, one.text) for one in clauses] == [
        Known(UNIT, "区域布局管控", "1-1", "产业/鼓励引导类", "发展装备制造业<含电子>。"),
        Known(UNIT, "区域布局管控", "1-2", "", "禁止新建甲类项目。"),
    ]
    assert [one.code for one in (*tables.faults, *(told for reading in readings for told in reading.faults))] == []
