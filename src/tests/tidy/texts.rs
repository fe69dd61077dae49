//! Both languages in typed text, none in templates; no inline script or style.

use super::{nothing_in, sources};

fn is_chinese(text: &str) -> bool {
    text.chars().any(|letter| ('\u{4e00}'..='\u{9fff}').contains(&letter))
}

#[test]
fn templates_hold_no_phrase_no_script_and_no_style() {
    let mut complaints = Vec::new();
    for source in sources("templates", ".html") {
        let lower = source.text.to_lowercase();
        for inline in ["<style", " style=", "javascript:", "|safe}}", "http://", "https://"] {
            if lower.contains(inline) {
                complaints.push(format!("{}: {inline}", source.path));
            }
        }
        let handler =
            lower.split('<').any(|tag| tag.split_whitespace().any(|word| word.starts_with("on") && word.contains('=')));
        if handler || lower.matches("<script").count() != lower.matches("<script type=\"module\" src=").count() {
            complaints.push(format!("{}: inline script", source.path));
        }
        let words = words_of(&source.text);
        if words.chars().any(char::is_alphabetic) {
            complaints.push(format!("{}: phrase {:?}", source.path, words.trim()));
        }
    }
    nothing_in(&complaints, "phrases stand in text.rs; the content policy allows no inline script or style");
}

/// What remains of a template without tags and without what askama fills in; key caps are no phrases.
fn words_of(template: &str) -> String {
    let mut rest = template.replace("Ctrl K", "").replace("aria-invalid=", "").replace("aria-describedby=", "");
    for (open, close) in [("{%", "%}"), ("{{", "}}"), ("{#", "#}"), ("\"", "\""), ("<", ">"), ("&", ";")] {
        while let Some(start) = rest.find(open) {
            let Some(length) = rest[start + open.len()..].find(close) else { break };
            rest.replace_range(start..start + open.len() + length + close.len(), "");
        }
    }
    rest.split_whitespace().collect::<Vec<_>>().join(" ")
}

#[test]
fn chinese_stands_only_in_text_files() {
    let holds_phrases = |path: &str, parts: &[&str]| {
        parts.first() == Some(&"text")
            || path.ends_with("/text.rs")
            || [
                "src/web/menu.rs",
                "src/web/refusal.rs",
                "src/web/filter/mod.rs",
                "src/web/face.rs",
                "src/lang.rs",
                "src/audit/deed.rs",
            ]
            .contains(&path)
            || path.starts_with("src/access/")
            || path.starts_with("src/commands/refusals/")
    };
    let mut complaints = Vec::new();
    for source in sources("src", ".rs") {
        if matches!(source.room(), "tests" | "sandbox" | "cloud" | "values")
            || holds_phrases(&source.path, &source.parts())
        {
            continue;
        }
        let code = source.text.split("#[cfg(test)]").next().unwrap_or_default();
        for (number, line) in code.lines().enumerate() {
            let said = line.split("//").next().unwrap_or_default();
            if is_chinese(said) {
                complaints.push(format!("{}:{}", source.path, number + 1));
            }
        }
    }
    nothing_in(&complaints, "a phrase stands in text.rs in both languages");
}

#[test]
fn text_files_speak_both_languages() {
    let mut complaints = Vec::new();
    for source in sources("src", ".rs")
        .iter()
        .filter(|source| (source.is_slice() || source.room() == "web") && source.path.ends_with("/text.rs"))
    {
        let (Some(english), Some(chinese)) = (source.text.find("static EN: "), source.text.find("static ZH_CN: "))
        else {
            complaints.push(format!("{}: static EN and static ZH_CN", source.path));
            continue;
        };
        if english > chinese {
            complaints.push(format!("{}: EN stands before ZH_CN", source.path));
            continue;
        }
        if is_chinese(&source.text[english..chinese]) {
            complaints.push(format!("{}: Chinese in EN", source.path));
        }
        let end = source.text[chinese..].find("\n};").map_or(source.text.len(), |end| chinese + end);
        for line in source.text[chinese..end].lines().skip(1) {
            let phrase = line.split_once('"').map_or("", |(_, phrase)| phrase);
            let latin = phrase.chars().filter(char::is_ascii_alphabetic).count();
            if latin > 12 && !is_chinese(phrase) {
                complaints.push(format!("{}: not translated: {}", source.path, line.trim()));
            }
        }
    }
    nothing_in(&complaints, "every text.rs has EN and ZH_CN, and ZH_CN is Chinese");
}
