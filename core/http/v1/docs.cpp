// A page that shows the OpenAPI document and explains each problem: complete in itself, nothing is fetched from
// elsewhere.
#include "domain/markup.hpp"
#include "http/connection.hpp"
#include "http/problems.hpp"
#include "http/v1/routes.hpp"

namespace cotejo::http::v1 {
namespace {

constexpr std::string_view start_of_page = R"page(<!doctype html>
<html lang="en"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width"><title>Cotejo API</title>
<style>
body{font:16px/1.5 system-ui,sans-serif;max-width:62rem;margin:2rem auto;padding:0 1rem;color:#1c2430;background:#fff}
h1{font-size:1.7rem}h2{margin-top:2.2rem;border-bottom:1px solid #d5dae2}code,pre{font:14px/1.45 ui-monospace,monospace}
summary{cursor:pointer;padding:.35rem 0}.verb{display:inline-block;min-width:4rem;font-weight:700;color:#0b5cad}
pre{background:#f4f6f9;padding:.8rem;overflow:auto;border-radius:6px}table{border-collapse:collapse;width:100%}
dt:target,dt:target+dd{background:#fff3c4}dd{margin:0 0 .8rem 1.5rem}
td,th{text-align:left;vertical-align:top;padding:.25rem .6rem;border-bottom:1px solid #e5e8ee}.muted{color:#5b6675}
</style></head><body><h1 id="title">Cotejo API</h1><p id="about"></p><p>The whole document: <a href="/openapi.json">/openapi.json</a></p>
<h2>Requests</h2><div id="paths"></div><h2>Types</h2><div id="types"></div>
<h2>Problems</h2>
<dl>)page";

constexpr std::string_view end_of_page = R"page(</dl>
<script>
const el=(tag,text,parent,cls)=>{const e=document.createElement(tag);if(text!==undefined)e.textContent=text;if(cls)e.className=cls;parent.append(e);return e};
const typeOf=s=>!s?'':s.$ref?s.$ref.split('/').pop():s.type==='array'?typeOf(s.items)+'[]':s.enum?s.enum.join(' | '):[].concat(s.type||'any').join(' | ');
function fields(s,parent){const t=el('table',undefined,parent);for(const[k,v]of Object.entries(s.properties||{})){const r=el('tr',undefined,t);
el('code',k,el('td',undefined,r));el('td',typeOf(v)+((s.required||[]).includes(k)?'':' (optional)'),r,'muted');el('td',v.description||'',r)}}
fetch('/openapi.json').then(r=>r.json()).then(d=>{document.getElementById('title').textContent=d.info.title+' '+d.info.version;
document.getElementById('about').textContent=d.info.description;const paths=document.getElementById('paths');
for(const[path,item]of Object.entries(d.paths))for(const[verb,op]of Object.entries(item)){if(!op.responses)continue;const box=el('details',undefined,paths);
const s=el('summary',undefined,box);el('span',verb.toUpperCase(),s,'verb');el('code',path,s);el('span','  '+op.summary,s,'muted');
el('p',op.description||'',box);for(const p of op.parameters||[]){const q=p.$ref?d.components.parameters[p.$ref.split('/').pop()]:p;
const l=el('p',undefined,box);el('code',q.name,l);el('span',' ('+q.in+') '+(q.description||''),l)}
for(const[code,a]of Object.entries(op.responses)){const b=a.$ref?d.components.responses[a.$ref.split('/').pop()]:a;el('p',code+': '+b.description,box)}}
const types=document.getElementById('types');for(const[name,s]of Object.entries(d.components.schemas)){const box=el('details',undefined,types);
el('code',name,el('summary',undefined,box));el('p',s.description||'',box);fields(s,box)}});
</script></body></html>
)page";

std::string page() {
  std::string text(start_of_page);
  for (const Problem& problem : problems())
    text += "<dt id=\"" + domain::escaped(problem.code) + "\"><code>" + domain::escaped(problem.code) +
            "</code></dt><dd>" + domain::escaped(problem.about) + "</dd>\n";
  return text.append(end_of_page);
}

}  // namespace

Task<Response> docs(Exchange&) {
  Response response;
  response.content_type = "text/html; charset=utf-8";
  response.headers.emplace_back(
      "Content-Security-Policy",
      "default-src 'none'; style-src 'unsafe-inline'; script-src 'unsafe-inline'; connect-src 'self'");
  static const std::string whole = page();
  response.body = whole;
  co_return response;
}

}  // namespace cotejo::http::v1
