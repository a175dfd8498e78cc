//! PNG files, read and written. Written ones are small: the colours of a screen are few.
use std::collections::HashMap;
use std::io::Cursor;

use anyhow::{Result, bail};
use png::{BitDepth, ColorType, Compression, Decoder, Encoder, Filter, Transformations};

#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Picture {
    pub width: usize,
    pub height: usize,
    /// Row by row.
    pub pixels: Vec<[u8; 3]>,
}

impl Picture {
    pub fn blank(width: usize, height: usize) -> Self {
        Self { width, height, pixels: vec![[255; 3]; width * height] }
    }

    /// White outside.
    pub fn at(&self, x: usize, y: usize) -> [u8; 3] {
        if x >= self.width {
            return [255; 3];
        }
        self.pixels.get(y * self.width + x).copied().unwrap_or([255; 3])
    }

    pub fn read(png: &[u8]) -> Result<Self> {
        let mut decoder = Decoder::new(Cursor::new(png));
        decoder.set_transformations(Transformations::EXPAND | Transformations::STRIP_16);
        let mut reader = decoder.read_info()?;
        let Some(size) = reader.output_buffer_size() else { bail!("a picture without end") };
        let mut bytes = vec![0; size];
        let info = reader.next_frame(&mut bytes)?;
        let each = match info.color_type {
            ColorType::Rgb => 3,
            ColorType::Rgba => 4,
            other => bail!("pictures of the kind {other:?} are not read here"),
        };
        let pixels = bytes.chunks_exact(each).map(|pixel| [pixel[0], pixel[1], pixel[2]]).collect();
        Ok(Self { width: info.width as usize, height: info.height as usize, pixels })
    }

    /// With a palette: of the very colours, or else of colours that differ from them by less than anybody sees.
    pub fn packed(&self) -> Result<Vec<u8>> {
        let near =
            |bits: u32| {
                let kept = !0xff_u8.checked_shr(bits).unwrap_or(0);
                palette(self.pixels.iter().map(|pixel| {
                    pixel.map(|channel| (channel & kept) | channel.checked_shr(bits).unwrap_or(0))
                }))
            };
        match near(8).or_else(|| near(5)).or_else(|| near(4)) {
            Some((colours, data)) => self.encode(ColorType::Indexed, Some(colours), &data),
            None => self.encode(ColorType::Rgb, None, self.pixels.as_flattened()),
        }
    }

    fn encode(&self, kind: ColorType, palette: Option<Vec<u8>>, data: &[u8]) -> Result<Vec<u8>> {
        let mut out = Vec::new();
        let mut encoder = Encoder::new(&mut out, u32::try_from(self.width)?, u32::try_from(self.height)?);
        encoder.set_color(kind);
        encoder.set_depth(BitDepth::Eight);
        encoder.set_compression(Compression::High);
        if let Some(palette) = palette {
            encoder.set_filter(Filter::NoFilter);
            encoder.set_palette(palette);
        }
        encoder.write_header()?.write_image_data(data)?;
        Ok(out)
    }
}

/// The colours, and for each pixel the place of its own; nothing where there are too many.
fn palette(pixels: impl Iterator<Item = [u8; 3]>) -> Option<(Vec<u8>, Vec<u8>)> {
    let mut colours = Vec::new();
    let mut places: HashMap<[u8; 3], u8> = HashMap::new();
    let mut data = Vec::new();
    for pixel in pixels {
        let place = match places.get(&pixel) {
            Some(place) => *place,
            None => {
                let place = u8::try_from(places.len()).ok()?;
                places.insert(pixel, place);
                colours.extend(pixel);
                place
            }
        };
        data.push(place);
    }
    Some((colours, data))
}

#[cfg(test)]
mod tests {
    use super::Picture;

    #[test]
    fn what_is_written_is_read_again() {
        let mut few = Picture::blank(7, 5);
        few.pixels[9] = [1, 2, 3];
        assert_eq!(Picture::read(&few.packed().unwrap()).unwrap(), few);
        let mut many = Picture::blank(40, 40);
        for (place, pixel) in many.pixels.iter_mut().enumerate() {
            *pixel = [u8::try_from(place % 251).unwrap(), 7, u8::try_from(place / 251).unwrap()];
        }
        let read = Picture::read(&many.packed().unwrap()).unwrap();
        let far = many
            .pixels
            .iter()
            .zip(&read.pixels)
            .any(|(a, b)| a.iter().zip(b).any(|(a, b)| a.abs_diff(*b) > 15));
        assert!(!far && read.pixels[0] == [0, 0, 0]);
        assert_eq!(many.at(40, 0), [255; 3]);
    }
}
