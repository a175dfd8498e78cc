//! Forms as a browser without any program fills and sends them: found in the page by one of their buttons.

/// A form with the fields that it would send.
#[derive(Debug, Clone)]
pub struct Form {
    pub action: String,
    pub fields: Vec<(String, String)>,
}

fn attribute(tag: &str, name: &str) -> Option<String> {
    let (_, rest) = tag.split_once(&format!(" {name}=\""))?;
    rest.split_once('"').map(|(value, _)| unescape(value))
}

/// What the page says with entities.
pub fn unescape(text: &str) -> String {
    let pairs =
        [("&lt;", "<"), ("&gt;", ">"), ("&quot;", "\""), ("&#34;", "\""), ("&#x27;", "'"), ("&#39;", "'")];
    // As a browser reads line ends.
    let text = text.replace("\r\n", "\n");
    let text = pairs.iter().fold(text, |text, (entity, c)| text.replace(entity, c));
    text.replace("&#x2f;", "/").replace("&amp;", "&")
}

impl Form {
    /// The form whose button named `do` has this value.
    pub fn of(html: &str, button: &str) -> Option<Self> {
        let pressed = format!("name=\"do\" value=\"{button}\"");
        let mut forms = html.split("<form ").skip(1).filter_map(|rest| rest.split_once("</form>"));
        let (form, _) = forms.find(|(form, _)| form.contains(&pressed))?;
        let action = attribute(&format!(" {form}"), "action")?;
        let mut fields = vec![("do".to_owned(), button.to_owned())];
        for tag in form.split('<').skip(1) {
            let Some(name) = attribute(tag, "name").filter(|name| name != "do") else { continue };
            if tag.starts_with("textarea") {
                let text = tag.split_once('>').map(|(_, text)| unescape(text)).unwrap_or_default();
                let text = text.strip_prefix('\n').unwrap_or(&text);
                fields.push((name, text.to_owned()));
            } else if tag.starts_with("input") {
                let ticks = tag.contains("type=\"checkbox\"") || tag.contains("type=\"radio\"");
                if !ticks || tag.contains(" checked") {
                    fields.push((name, attribute(tag, "value").unwrap_or_default()));
                }
            }
        }
        Some(Self { action, fields })
    }

    pub fn get(&self, name: &str) -> &str {
        self.fields.iter().find(|(known, _)| known == name).map_or("", |(_, value)| value)
    }

    /// Types into a field, or picks a radio button.
    pub fn set(mut self, name: &str, value: &str) -> Self {
        self.fields.retain(|(known, _)| known != name);
        self.fields.push((name.to_owned(), value.to_owned()));
        self
    }

    /// Ticks one more box.
    pub fn tick(mut self, name: &str, value: &str) -> Self {
        self.fields.push((name.to_owned(), value.to_owned()));
        self
    }

    /// As `application/x-www-form-urlencoded`, with the line ends of a browser.
    pub fn body(&self) -> String {
        let pairs = self.fields.iter().map(|(name, value)| {
            let value = value.replace("\r\n", "\n").replace('\n', "\r\n");
            format!("{}={}", encode(name), encode(&value))
        });
        pairs.collect::<Vec<_>>().join("&")
    }
}

fn encode(text: &str) -> String {
    text.bytes().fold(String::new(), |mut encoded, byte| {
        match byte {
            b'a'..=b'z' | b'A'..=b'Z' | b'0'..=b'9' | b'-' | b'_' | b'.' | b'*' => {
                encoded.push(char::from(byte))
            }
            b' ' => encoded.push('+'),
            byte => encoded.push_str(&format!("%{byte:02X}")),
        }
        encoded
    })
}
