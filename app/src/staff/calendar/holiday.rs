//! What a public holiday is called on these screens. The server names it as the law does, in Japanese.
use crate::words::first::staff::calendar::holiday as law;
use crate::words::staff::calendar::holiday;

/// By the name in the law. `cargo xtask check` knows of each that is to come.
const NAMES: [(&str, &str); 17] = [
    (law::NEW_YEAR, holiday::NEW_YEAR),
    (law::COMING_OF_AGE, holiday::COMING_OF_AGE),
    (law::FOUNDATION, holiday::FOUNDATION),
    (law::EMPEROR, holiday::EMPEROR),
    (law::SPRING, holiday::SPRING),
    (law::SHOWA, holiday::SHOWA),
    (law::CONSTITUTION, holiday::CONSTITUTION),
    (law::GREENERY, holiday::GREENERY),
    (law::CHILDREN, holiday::CHILDREN),
    (law::SEA, holiday::SEA),
    (law::MOUNTAIN, holiday::MOUNTAIN),
    (law::AGED, holiday::AGED),
    (law::AUTUMN, holiday::AUTUMN),
    (law::SPORTS, holiday::SPORTS),
    (law::CULTURE, holiday::CULTURE),
    (law::THANKSGIVING, holiday::THANKSGIVING),
    (law::BETWEEN, holiday::BETWEEN),
];

/// Its name here, and the language of that where it is not that of these screens: a day that a later law brings stays as it came. A
/// day instead of one on a Sunday is told by the name of that one, with a blank behind it.
pub fn called(name: String) -> (String, Option<&'static str>) {
    let of = name.split_once(' ').map_or(name.as_str(), |(of, _)| of);
    let Some((_, here)) = NAMES.into_iter().find(|(known, _)| *known == of) else {
        return (name, Some("ja"));
    };
    let words = if of == name { here.to_owned() } else { holiday::instead(here) };
    (words, None)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_holiday_is_called_by_its_name_here() {
        for (name, here) in NAMES {
            assert_eq!(called(name.to_owned()), (here.to_owned(), None));
            assert_eq!(called(law::instead(name)), (holiday::instead(here), None));
        }
        let later = "あたらしい祝日";
        assert_eq!(called(later.to_owned()), (later.to_owned(), Some("ja")));
    }
}
