//! Sorting for whatever is not sorted a thousand times a second. The standard library's sorting is a program of four
//! kilobytes for each type; here every type shares one.
use std::cmp::Ordering;

/// Sorts, and keeps what is equal in the order in which it stood.
pub fn sort_by<T>(items: &mut Vec<T>, compare: impl Fn(&T, &T) -> Ordering) {
    let mut places: Vec<u32> = (0..items.len() as u32).collect();
    sort_places(&mut places, &|one, other| match (items.get(one as usize), items.get(other as usize)) {
        (Some(one), Some(other)) => compare(one, other),
        _ => Ordering::Equal,
    });
    let mut taken: Vec<Option<T>> = items.drain(..).map(Some).collect();
    items.extend(places.into_iter().filter_map(|place| taken.get_mut(place as usize)?.take()));
}

pub fn sort<T: Ord>(items: &mut Vec<T>) {
    sort_by(items, T::cmp);
}

pub fn sort_by_key<T, K: Ord>(items: &mut Vec<T>, key: impl Fn(&T) -> K) {
    sort_by(items, |one, other| key(one).cmp(&key(other)));
}

/// The one routine.
#[inline(never)]
fn sort_places(places: &mut [u32], compare: &dyn Fn(u32, u32) -> Ordering) {
    places.sort_by(|one, other| compare(*one, *other));
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn it_sorts_as_the_standard_library_does() {
        let mut drawn = 7_u32;
        let mut draw = || {
            drawn = drawn.wrapping_mul(1_664_525).wrapping_add(1_013_904_223);
            drawn >> 8
        };
        for length in 0..200 {
            let items: Vec<(u32, u32)> = (0..length).map(|_| (draw() % 9, draw())).collect();
            let (mut one, mut other) = (items.clone(), items.clone());
            sort_by_key(&mut one, |item| item.0);
            other.sort_by_key(|item| item.0);
            assert_eq!(one, other, "what is equal stays in its order");
            let (mut one, mut other) = (items.clone(), items);
            sort(&mut one);
            other.sort();
            assert_eq!(one, other);
        }
    }
}
