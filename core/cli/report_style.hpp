// The look of the report: readable on screen and on paper, without scripts or anything from outside the file.
#pragma once
#include <string_view>

namespace cotejo::cli {

inline constexpr std::string_view kReportStyle = R"(
:root{--ink:#18212d;--soft:#5c6878;--line:#dde3ea;--bg:#f4f6f8;--card:#fff;--pass:#17784a;--fail:#b42318;--open:#9a5a06;--mark:#1f6feb}
*{box-sizing:border-box}body{margin:0;font:15px/1.5 system-ui,"Liberation Sans",Arial,sans-serif;color:var(--ink);background:var(--bg)}
main{max-width:1180px;margin:0 auto;padding:26px 22px 60px}h1{font-size:25px;margin:0}h2{font-size:18px;margin:36px 0 10px}h3{font-size:15px;margin:0 0 8px}
a{color:inherit;text-decoration-color:#b9c3cf}code,.mono{font:13px/1.45 ui-monospace,"Liberation Mono",monospace}.soft{color:var(--soft)}.small{font-size:13px}
.badge{display:inline-block;padding:2px 12px;border-radius:99px;color:#fff;font-weight:600}.pass,.approve{background:var(--pass)}.fail,.reject{background:var(--fail)}.undecided,.review{background:var(--open)}
.card{background:var(--card);border:1px solid var(--line);border-radius:10px;padding:16px 18px;margin:10px 0}
.verdict{border-left:8px solid;background:var(--card)}.verdict.approve{border-left-color:var(--pass)}.verdict.reject{border-left-color:var(--fail)}.verdict.review{border-left-color:var(--open)}
.head{display:flex;flex-wrap:wrap;gap:10px 26px;justify-content:space-between;align-items:baseline}.verdict .badge{font-size:21px;padding:4px 20px;text-transform:uppercase;letter-spacing:.04em}
.facts{display:flex;flex-wrap:wrap;gap:4px 30px;margin-top:12px}.facts div span{display:block;color:var(--soft);font-size:12.5px}
.chips{display:flex;flex-wrap:wrap;gap:8px;margin:12px 0 0}.chip{border:1px solid var(--line);border-radius:99px;padding:2px 12px 2px 3px;background:#fff}.chip .badge{font-size:12.5px;padding:1px 9px;margin-right:6px}
.finding{border-left:5px solid var(--line)}.finding.critical,.finding.major{border-left-color:var(--fail)}.finding.minor{border-left-color:var(--open)}.finding p{margin:4px 0 8px;font-size:16.5px}
.sev{font-weight:700;text-transform:uppercase;font-size:12.5px;letter-spacing:.04em}.sev.critical,.sev.major{color:var(--fail)}.sev.minor{color:var(--open)}.sev.info{color:var(--soft)}
.said{display:flex;flex-wrap:wrap;gap:12px}.said figure{background:#f8fafb;border:1px solid var(--line);border-radius:8px;padding:8px 10px;max-width:100%}.said figcaption{margin:0 0 4px}
figure{margin:0}.crop{display:block;max-width:100%;max-height:92px;border-radius:3px}.evidence{display:grid;grid-template-columns:minmax(0,5fr) minmax(0,2fr);gap:16px;align-items:start}.evidence.one{grid-template-columns:minmax(0,1fr)}
.pic{position:relative;display:inline-block;max-width:100%;line-height:0}.pic img{max-width:100%;max-height:620px;border-radius:6px}.pic.sent img{max-height:300px}.stills{display:flex;flex-wrap:wrap;gap:8px}.stills .pic img{max-height:190px}.pages .pic img{max-height:560px;border:1px solid var(--line)}
.pic svg{position:absolute;inset:0;width:100%;height:100%}.pic rect,.pic polygon{fill:rgba(31,111,235,.07);stroke:var(--mark);stroke-width:1.2;vector-effect:non-scaling-stroke}.pic .bad{fill:rgba(180,35,24,.14);stroke:var(--fail);stroke-width:2.4}
.pic rect:hover{fill:rgba(31,111,235,.3)}.pic rect:target{fill:rgba(255,196,0,.4);stroke:#b07a00;stroke-width:3}figcaption{margin-top:6px}
table{border-collapse:collapse;width:100%}th,td{text-align:left;padding:6px 12px 6px 0;border-bottom:1px solid var(--line);vertical-align:middle}th{font-weight:600;color:var(--soft);font-size:12.5px}tr:last-child td{border-bottom:0}
td.value{overflow-wrap:anywhere;white-space:pre-line;font-weight:500}td.num{text-align:right;white-space:nowrap}td.crops{width:300px}.crops .crop{max-height:44px}details summary{cursor:pointer;color:var(--soft)}
table.rows{font-size:13.5px}.rows td{padding:3px 12px 3px 0;vertical-align:top}td.value .rows{overflow-wrap:break-word;font-weight:400}th.num{text-align:right}.rows .num{padding-right:18px}.rows tr.bad td{background:#fdecea;color:var(--fail)}
.p{display:inline-block;width:54px;height:7px;border-radius:4px;background:#e5e9ee;margin-right:8px;vertical-align:middle}.p i{display:block;height:7px;border-radius:4px;background:var(--pass)}.p i.low{background:var(--open)}
.bar{height:14px;border-radius:3px;background:var(--mark);min-width:2px}.bar.wait{background:#cfd6de}.bar.bad{background:var(--fail)}.track{position:relative;height:14px;background:#eef1f5;border-radius:3px}.track .bar{position:absolute;top:0}
ul.words{margin:0;padding-left:18px}.origin{overflow-wrap:anywhere}
@media(max-width:760px){.evidence{grid-template-columns:1fr}td.crops{width:auto}}
@media print{body{background:#fff;font-size:12px}main{max-width:none;padding:0}.card{break-inside:avoid}*{print-color-adjust:exact;-webkit-print-color-adjust:exact}}
)";

}  // namespace cotejo::cli
