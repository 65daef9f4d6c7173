//! The files of the page, compiled in: it works where there is no network.

use pulldown_cmark::{Options, Parser, html};

const HTML: &str = "text/html; charset=utf-8";
const CSS: &str = "text/css; charset=utf-8";
const JS: &str = "text/javascript; charset=utf-8";

/// Name (empty for the page itself), kind and text of each file.
pub(super) fn files() -> Vec<(&'static str, &'static str, String)> {
    let guide = guide(include_str!("../../docs/annotation.md"));
    let page = include_str!("page/page.html").replace("<!-- guide -->", &guide);
    let scripts = [
        ("api.js", include_str!("page/api.js")),
        ("article.js", include_str!("page/article.js")),
        ("holders.js", include_str!("page/holders.js")),
        ("keys.js", include_str!("page/keys.js")),
        ("main.js", include_str!("page/main.js")),
        ("panel.js", include_str!("page/panel.js")),
        ("settings.js", include_str!("page/settings.js")),
        ("views.js", include_str!("page/views.js")),
        ("who.js", include_str!("page/who.js")),
    ];
    let mut files = vec![("", HTML, page), ("style.css", CSS, include_str!("page/style.css").to_owned())];
    files.extend(scripts.map(|(name, text)| (name, JS, text.to_owned())));
    files
}

/// The guide for annotators as HTML, without its title.
fn guide(markdown: &str) -> String {
    let body = markdown.split_once('\n').map_or("", |(_, body)| body);
    let mut out = String::new();
    html::push_html(&mut out, Parser::new_ext(body, Options::ENABLE_TABLES));
    out
}
