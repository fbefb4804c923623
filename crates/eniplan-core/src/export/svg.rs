//! Pictures as SVG, written from shapes: the only place where XML is escaped.

use alloc::string::String;

use super::text::push;

/// Text between tags and in attributes; what XML cannot hold becomes U+FFFD.
///
/// ```
/// use eniplan_core::export::svg::escaped;
/// assert_eq!(escaped("a<b & \"c\"\0"), "a&lt;b &amp; &quot;c&quot;\u{fffd}");
/// ```
pub fn escaped(text: &str) -> String {
    let mut out = String::new();
    for c in text.chars() {
        match c {
            '&' => out.push_str("&amp;"),
            '<' => out.push_str("&lt;"),
            '>' => out.push_str("&gt;"),
            '"' => out.push_str("&quot;"),
            '\'' => out.push_str("&apos;"),
            '\t' | '\n' | '\r' => out.push(' '),
            // https://www.w3.org/TR/xml/#charsets, read 2026-11-24
            c if (c < ' ') || matches!(c, '\u{fffe}' | '\u{ffff}') => out.push('\u{fffd}'),
            c => out.push(c),
        }
    }
    out
}

/// A rectangle, in the picture's units.
#[derive(Clone, Copy, Debug)]
pub(super) struct Rect {
    pub(super) x: u64,
    pub(super) y: u64,
    pub(super) width: u64,
    pub(super) height: u64,
}

/// A picture that grows shape by shape.
pub(super) struct Picture {
    body: String,
}

impl Picture {
    pub(super) fn new() -> Self {
        Self {
            body: String::new(),
        }
    }

    /// A rectangle of a class of the style, told by its title.
    pub(super) fn rect(&mut self, class: &'static str, rect: Rect, title: &str) {
        let Rect {
            x,
            y,
            width,
            height,
        } = rect;
        push(
            &mut self.body,
            format_args!(
                "<rect class=\"{class}\" x=\"{x}\" y=\"{y}\" width=\"{width}\" height=\"{height}\"><title>{}</title></rect>\n",
                escaped(title)
            ),
        );
    }

    /// A line of text that begins at a point.
    pub(super) fn text(&mut self, class: &'static str, x: u64, y: u64, text: &str) {
        push(
            &mut self.body,
            format_args!(
                "<text class=\"{class}\" x=\"{x}\" y=\"{y}\">{}</text>\n",
                escaped(text)
            ),
        );
    }

    /// The whole picture; `style` is our own.
    pub(super) fn finish(
        self,
        width: u64,
        height: u64,
        title: &str,
        remark: &str,
        style: &str,
    ) -> String {
        let mut out = String::new();
        push(
            &mut out,
            format_args!(
                "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 {width} {height}\" role=\"img\">\n\
                 <title>{}</title>\n<desc>{}</desc>\n<style>{style}</style>\n{}</svg>\n",
                escaped(title),
                escaped(remark),
                self.body
            ),
        );
        out
    }
}
