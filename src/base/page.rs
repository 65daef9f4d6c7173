/// Colours, type and print rules that all our pages share.
const STYLE: &str = include_str!("page.css");

/// Everything of a page up to its body: one self-contained file. The policy forbids scripts and every
/// request, whatever the page is given to show.
///
/// ```
/// use stance::base::page_head;
/// assert!(page_head("a < b", "p{margin:0}").contains("<title>a &lt; b</title>"));
/// ```
pub fn page_head(title: &str, style: &str) -> String {
    let title = escape(title);
    format!(
        "<!doctype html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\">\n\
         <meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n\
         <meta http-equiv=\"Content-Security-Policy\" \
         content=\"default-src 'none'; style-src 'unsafe-inline'; base-uri 'none'; form-action 'none'\">\n\
         <title>{title}</title>\n<style>\n{STYLE}{style}</style>\n</head>\n"
    )
}

/// Text that means itself in HTML, in elements and in attributes.
///
/// ```
/// assert_eq!(stance::base::escape("a < 'b'\u{7}"), "a &lt; &#39;b&#39; ");
/// ```
pub fn escape(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for c in text.chars() {
        match c {
            '&' => out += "&amp;",
            '<' => out += "&lt;",
            '>' => out += "&gt;",
            '"' => out += "&quot;",
            '\'' => out += "&#39;",
            c if c.is_control() => out.push(' '),
            c => out.push(c),
        }
    }
    out
}
