//! Whether two pictures show the same.
use super::file::Picture;

/// What may differ before somebody has to look.
#[derive(Clone, Copy, Debug)]
pub struct Tolerance {
    /// Side of the squares whose mean colours are compared, in pixels.
    square: usize,
    /// By how much a channel of a mean may differ, of 255.
    channel: u32,
    /// How many squares in a million may differ more.
    squares: usize,
    /// By how many pixels the sizes may differ.
    size: usize,
}

impl Tolerance {
    pub const NONE: Self = Self { square: 1, channel: 0, squares: 0, size: 0 };
    /// The same browser and fonts: an edge may be drawn a shade lighter, and no more.
    pub const SAME_FONTS: Self = Self { square: 2, channel: 24, squares: 60, size: 0 };
    /// Letters may be drawn otherwise and lines break elsewhere: surfaces, colours and places must be the same.
    pub const OTHER_FONTS: Self = Self { square: 24, channel: 56, squares: 60_000, size: 120 };
}

pub struct Difference {
    pub what: String,
    /// The new picture, paled, with what differs in strong red.
    pub picture: Picture,
}

/// Nothing where they are the same, as far as they must be.
pub fn compare(known: &Picture, new: &Picture, tolerance: Tolerance) -> Option<Difference> {
    let (width, height) = (known.width.max(new.width), known.height.max(new.height));
    let Tolerance { square, channel, squares, size } = tolerance;
    let mut marked: Vec<(usize, usize)> = Vec::new();
    let (across, down) = (width.div_ceil(square), height.div_ceil(square));
    for y in 0..down {
        for x in 0..across {
            let (a, b) = (mean(known, x, y, square), mean(new, x, y, square));
            if a.iter().zip(b).any(|(a, b)| a.abs_diff(b) > channel) {
                marked.push((x, y));
            }
        }
    }
    let sized = known.width.abs_diff(new.width) > size || known.height.abs_diff(new.height) > size;
    let many = marked.len() * 1_000_000 > squares * across * down;
    if !sized && !many {
        return None;
    }
    let what = if sized {
        format!("{}×{} became {}×{}", known.width, known.height, new.width, new.height)
    } else {
        format!("{} of {} squares of {square} px", marked.len(), across * down)
    };
    let mut picture = Picture::blank(width, height);
    for (place, pixel) in picture.pixels.iter_mut().enumerate() {
        let shown = new.at(place % width, place / width);
        *pixel = shown.map(|channel| 170 + channel / 3);
    }
    for (x, y) in marked {
        for row in (y * square..height).take(square) {
            for column in (x * square..width).take(square) {
                picture.pixels[row * width + column] = [200, 0, 0];
            }
        }
    }
    Some(Difference { what, picture })
}

fn mean(picture: &Picture, x: usize, y: usize, square: usize) -> [u32; 3] {
    let mut sum = [0; 3];
    let mut count = 0;
    for row in y * square..((y + 1) * square).min(picture.height) {
        for column in x * square..((x + 1) * square).min(picture.width) {
            for (sum, channel) in sum.iter_mut().zip(picture.at(column, row)) {
                *sum += u32::from(channel);
            }
            count += 1;
        }
    }
    sum.map(|sum| sum.checked_div(count).unwrap_or(255))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn with(change: impl Fn(usize, usize) -> Option<[u8; 3]>) -> Picture {
        let mut picture = Picture::blank(300, 200);
        for (place, pixel) in picture.pixels.iter_mut().enumerate() {
            *pixel = change(place % 300, place / 300).unwrap_or([250, 248, 244]);
        }
        picture
    }

    /// Text, as far as a comparison is concerned: thin dark strokes on a light ground.
    fn text(moved: usize, dark: u8) -> Picture {
        with(|x, y| ((x + moved) % 6 < 2 && y % 20 > 6).then_some([dark; 3]))
    }

    #[test]
    fn the_same_is_the_same() {
        assert!(compare(&text(0, 20), &text(0, 20), Tolerance::NONE).is_none());
        assert!(compare(&text(0, 20), &text(0, 21), Tolerance::NONE).is_some());
    }

    #[test]
    fn a_shade_is_no_difference_and_a_shifted_line_is() {
        assert!(compare(&text(0, 20), &text(0, 38), Tolerance::SAME_FONTS).is_none());
        let found = compare(&text(0, 20), &text(2, 20), Tolerance::SAME_FONTS).unwrap();
        assert!(found.what.contains("squares of 2 px"), "{}", found.what);
        assert!(found.picture.pixels.contains(&[200, 0, 0]));
        // A single dot of a mark, six pixels square.
        let dot = with(|x, y| (x < 6 && y < 6).then_some([0; 3]));
        assert!(compare(&with(|_, _| None), &dot, Tolerance::SAME_FONTS).is_some());
    }

    #[test]
    fn other_fonts_may_shift_letters_but_not_lose_a_panel() {
        assert!(compare(&text(0, 20), &text(2, 40), Tolerance::OTHER_FONTS).is_none());
        let panel = with(|x, y| (x < 150 && y < 100).then_some([0, 97, 115]));
        assert!(compare(&text(0, 20), &panel, Tolerance::OTHER_FONTS).is_some());
        assert!(compare(&panel, &Picture::blank(300, 500), Tolerance::OTHER_FONTS).is_some());
    }
}
