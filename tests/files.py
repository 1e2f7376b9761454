"""Small files as an office has them, and what becomes of their rows."""

from __future__ import annotations

from gridctl.operations.queries.imports import BatchView

DIVISIONS = """code12,level,name,parent12
320281000000,county,江阴市,
320281001000,town,澄江街道,320281000000
320281001001,village,文定社区居委会,320281001000
320281001002,village,君山社区居委会,320281001000
320281102000,town,月城镇,320281000000
320281102201,village,月城村委会,320281102000
"""
TICKETS = """工单编号,事件标题,上报时间,乡镇,社区,承办单位,事项大类,事项小类,办结状态
A1,垃圾未清,2026-10-05 08:30,澄江街道,文定社区,城管局,市容环境,暴露垃圾,按期办结
A2,路灯不亮,2026年10月6日,月城镇,月城村,供电公司,公用设施,路灯,逾期办结
A3,占道经营,2026.10.7,澄江街道,君山社区,城管局,街面秩序,占道经营,按期办结
"""
ROSTER = """工号,姓名,专兼职,联系电话,乡镇,村居,网格,任职时间
G01,张 三,专职,13800001234,澄江街道,文定社区,第一网格,2026-01-01
G02,阿依古丽•买买提,兼职,,澄江街道,文定社区,第二网格,
"""
GRIDS = """乡镇,村（社区）,网格名称,户数
澄江街道,文定社区,第一网格,300
澄江街道,文定社区,第二网格,280
"""


def counts(batch: BatchView) -> tuple[int, int, int, int, int]:
    found = batch.counts
    return found.new, found.changed, found.same, found.skipped, found.rejected
