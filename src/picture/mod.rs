//! Pictures in the sizes that screens ask for.
//!
//! Comes in: the bytes of a picture, whoever made them. Goes out: what its header says ([`look`]), and the picture
//! smaller, as WebP ([`resize`]). Pure functions of the bytes: the same everywhere. Nothing is decoded that has more than
//! [`MAX_PIXELS`] or would take more than [`MAX_MEMORY`]. This room knows no file and no page.

mod profile;
mod shelf;

use std::fmt;
use std::io::Cursor;

use fast_image_resize as fir;
use image::metadata::Orientation;
use image::{DynamicImage, ImageDecoder, ImageFormat, ImageReader, Limits};

pub use shelf::{NoShelf, Shelf};

/// The most pixels of a picture that is decoded: a camera of fifty megapixels.
pub const MAX_PIXELS: u64 = 50_000_000;

/// The most bytes that decoding one picture may take.
pub const MAX_MEMORY: u64 = 400 << 20;

/// The widths that are made of a picture, in pixels; those that are smaller than it is, and its own up to the last.
const WIDTHS: [u32; 4] = [480, 800, 1200, 1600];

/// The most pixels that WebP has in one direction.
const MAX_SIDE: u64 = 16_383;

/// How well lossy pictures are kept, of 100: where a photograph shows no difference at arm's length.
const QUALITY: f32 = 78.0;

/// Part of the name of every size: changes when the same picture would come out otherwise.
const RECIPE: &str = "2";

/// WebP says in its head how long it is, so that a size that was cut off is noticed.
pub(crate) fn is_whole(bytes: &[u8]) -> bool {
    let length = bytes
        .get(4..8)
        .and_then(|length| length.try_into().ok())
        .map(u32::from_le_bytes);
    bytes.starts_with(b"RIFF")
        && length.is_some_and(|length| bytes.len() as u64 == u64::from(length) + 8)
}

/// What a picture's header says.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Facts {
    /// How wide it is shown, in pixels: turned as its camera noted.
    pub width: u32,
    /// How high it is shown.
    pub height: u32,
    /// The widths in which it can be had. Empty for what moves, and for what is small already.
    pub sizes: Vec<u32>,
    /// What its sizes are named by: a hash of all that they are made from.
    pub print: Box<str>,
}

/// Why a picture can't be used.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Unfit {
    /// It has more pixels than are decoded.
    TooLarge,
    /// It can't be read.
    Unreadable(Box<str>),
}

impl fmt::Display for Unfit {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::TooLarge => write!(f, "it has more than {} megapixels", MAX_PIXELS / 1_000_000),
            Self::Unreadable(why) => write!(f, "it can't be read ({why})"),
        }
    }
}

impl From<image::ImageError> for Unfit {
    fn from(error: image::ImageError) -> Self {
        match error {
            image::ImageError::Limits(_) => Self::TooLarge,
            other => Self::Unreadable(other.to_string().into()),
        }
    }
}

/// Whether a file of this name is a picture whose header is read. Others (SVG, AVIF) are shown as they are.
pub fn is_picture(path: &str) -> bool {
    let extension = path.rsplit_once('.').map_or("", |(_, extension)| extension);
    ["png", "jpg", "jpeg", "webp", "gif"]
        .iter()
        .any(|known| extension.eq_ignore_ascii_case(known))
}

/// Reads the header of a picture, and hashes the whole.
///
/// # Errors
/// [`Unfit`] if it is none, or larger than can be decoded.
pub fn look(bytes: &[u8]) -> Result<Facts, Unfit> {
    let (mut decoder, moves) = open(bytes)?;
    let (width, height) = decoder.dimensions();
    if u64::from(width) * u64::from(height) > MAX_PIXELS {
        return Err(Unfit::TooLarge);
    }
    let (width, height) = match decoder.orientation()? {
        Orientation::Rotate90
        | Orientation::Rotate270
        | Orientation::Rotate90FlipH
        | Orientation::Rotate270FlipH => (height, width),
        _ => (width, height),
    };
    let largest = WIDTHS[WIDTHS.len() - 1];
    let mut sizes: Vec<u32> = Vec::new();
    if !moves && width > WIDTHS[0] {
        sizes.extend(WIDTHS.iter().filter(|size| **size < width));
        sizes.extend((width < largest).then_some(width));
        sizes.retain(|size| scaled(width, height, *size) <= MAX_SIDE);
    }
    let mut hash = blake3::Hasher::new();
    hash.update(RECIPE.as_bytes());
    hash.update(bytes);
    let print = &hash.finalize().to_hex()[..16];
    Ok(Facts {
        width,
        height,
        sizes,
        print: print.into(),
    })
}

/// The picture `width` pixels wide, as WebP.
///
/// # Errors
/// [`Unfit`] if it can't be read as a whole.
pub fn resize(bytes: &[u8], width: u32) -> Result<Vec<u8>, Unfit> {
    let drawn = image::guess_format(bytes)? == ImageFormat::Png;
    let (mut decoder, _) = open(bytes)?;
    let (w, h) = decoder.dimensions();
    if u64::from(w) * u64::from(h) > MAX_PIXELS {
        return Err(Unfit::TooLarge);
    }
    let orientation = decoder.orientation()?;
    let colours = decoder.icc_profile()?;
    let mut picture = DynamicImage::from_decoder(decoder)?;
    picture.apply_orientation(orientation);
    // Never larger than it is: a line of one pixel would become a wall.
    let width = width.clamp(1, picture.width().max(1));
    if scaled(picture.width(), picture.height(), width) > MAX_SIDE {
        return Err(Unfit::TooLarge);
    }
    let picture = shrunk(&picture, width)?;
    let made = encoded(&picture, drawn)?;
    Ok(
        match colours.filter(|colours| profile::is_needed(colours)) {
            Some(colours) => {
                let alpha = picture.color().has_alpha();
                profile::carried(&made, picture.width(), picture.height(), alpha, &colours)
            }
            None => made,
        },
    )
}

/// The height of a picture of this width and height that is made `to` pixels wide.
fn scaled(width: u32, height: u32, to: u32) -> u64 {
    let (width, height) = (u64::from(width).max(1), u64::from(height));
    ((height * u64::from(to) + width / 2) / width).max(1)
}

/// A decoder within bounds, and whether the picture moves.
fn open(bytes: &[u8]) -> Result<(Box<dyn ImageDecoder + '_>, bool), Unfit> {
    let mut reader = ImageReader::new(Cursor::new(bytes))
        .with_guessed_format()
        .map_err(|error| Unfit::Unreadable(error.to_string().into()))?;
    let moves = match reader.format() {
        Some(ImageFormat::Gif) => true,
        // Animated WebP has a chunk of its own, animated PNG too; both stand near the beginning.
        Some(ImageFormat::WebP) => bytes.get(12..64).is_some_and(|head| has(head, b"ANIM")),
        Some(ImageFormat::Png) => bytes
            .get(..4096.min(bytes.len()))
            .is_some_and(|head| has(head, b"acTL")),
        _ => false,
    };
    let mut limits = Limits::default();
    limits.max_alloc = Some(MAX_MEMORY);
    reader.limits(limits);
    Ok((Box::new(reader.into_decoder()?), moves))
}

fn has(bytes: &[u8], word: &[u8; 4]) -> bool {
    bytes.windows(4).any(|four| four == word)
}

/// `picture` this wide, with its proportions.
fn shrunk(picture: &DynamicImage, width: u32) -> Result<DynamicImage, Unfit> {
    let unfit = |error: &dyn fmt::Display| Unfit::Unreadable(error.to_string().into());
    let height = scaled(picture.width(), picture.height(), width);
    let height = u32::try_from(height).unwrap_or(u32::MAX);
    let source = match picture.color().has_alpha() {
        true => DynamicImage::ImageRgba8(picture.to_rgba8()),
        false => DynamicImage::ImageRgb8(picture.to_rgb8()),
    };
    if width == picture.width() {
        return Ok(source);
    }
    let mut small = DynamicImage::new(width, height, source.color());
    let options = fir::ResizeOptions::new()
        .resize_alg(fir::ResizeAlg::Convolution(fir::FilterType::Lanczos3));
    fir::Resizer::new()
        .resize(&source, &mut small, &options)
        .map_err(|error| unfit(&error))?;
    Ok(small)
}

/// WebP: lossy. What was drawn (charts, screenshots) stays sharp without loss, unless that is twice as large.
fn encoded(picture: &DynamicImage, drawn: bool) -> Result<Vec<u8>, Unfit> {
    let (w, h) = (picture.width(), picture.height());
    let rgba;
    let encoder = match picture {
        DynamicImage::ImageRgb8(pixels) => webp::Encoder::from_rgb(pixels, w, h),
        other => {
            rgba = other.to_rgba8();
            webp::Encoder::from_rgba(&rgba, w, h)
        }
    };
    let encode = |lossless| {
        let made = encoder.encode_simple(lossless, QUALITY);
        made.map_err(|error| Unfit::Unreadable(format!("{error:?}").into()))
    };
    let lossy = encode(false)?;
    if drawn {
        let exact = encode(true)?;
        if exact.len() < 2 * lossy.len() {
            return Ok(exact.to_vec());
        }
    }
    Ok(lossy.to_vec())
}

#[cfg(test)]
mod tests {
    use image::{Rgb, RgbImage};
    use proptest::prelude::*;

    use super::*;

    fn picture(width: u32, height: u32, format: ImageFormat) -> Vec<u8> {
        let pixels = RgbImage::from_fn(width, height, |x, y| {
            let byte = |v: u32| u8::try_from(v % 256).unwrap();
            Rgb([byte(x), byte(y), byte(x * y / 64)])
        });
        let mut bytes = Vec::new();
        pixels
            .write_to(&mut Cursor::new(&mut bytes), format)
            .unwrap();
        bytes
    }

    #[test]
    fn a_picture_is_made_in_the_sizes_below_its_own() {
        for (width, sizes) in [
            (300, vec![]),
            (480, vec![]),
            (1000, vec![480, 800, 1000]),
            (1600, vec![480, 800, 1200]),
            (2000, vec![480, 800, 1200, 1600]),
        ] {
            let facts = look(&picture(width, 100, ImageFormat::Png)).unwrap();
            assert_eq!((facts.width, facts.height), (width, 100));
            assert_eq!(facts.sizes, sizes, "{width}");
        }
    }

    #[test]
    fn a_size_is_webp_of_that_width_and_smaller_than_the_original() {
        for format in [ImageFormat::Png, ImageFormat::Jpeg] {
            let bytes = picture(900, 600, format);
            let small = resize(&bytes, 480).unwrap();
            assert_eq!(image::guess_format(&small).unwrap(), ImageFormat::WebP);
            let facts = look(&small).unwrap();
            assert_eq!((facts.width, facts.height), (480, 320));
            assert!(small.len() < bytes.len(), "{format:?}");
            assert_eq!(resize(&bytes, 480).unwrap(), small);
        }
    }

    #[test]
    fn a_picture_is_turned_as_its_camera_noted() {
        // EXIF (TIFF, big endian) with one entry: orientation 6, a quarter turn to the right.
        let mut exif = b"\xff\xe1\x00\x22Exif\0\0MM\0*\0\0\0\x08\0\x01\x01\x12\0\x03\0\0\0\x01\0\x06\0\0\0\0\0\0".to_vec();
        let jpeg = picture(900, 600, ImageFormat::Jpeg);
        let mut turned = jpeg[..2].to_vec();
        turned.append(&mut exif);
        turned.extend(&jpeg[2..]);
        let facts = look(&turned).unwrap();
        assert_eq!((facts.width, facts.height), (600, 900));
        let small = look(&resize(&turned, 480).unwrap()).unwrap();
        assert_eq!((small.width, small.height), (480, 720));
    }

    #[test]
    fn a_size_has_the_colours_of_its_picture() {
        let colours = profile::tests::profile(b"RGB ", b"Display P3!");
        for alpha in [false, true] {
            let pixels = image::RgbaImage::from_fn(900, 60, |x, y| {
                let byte = |v: u32| u8::try_from(v % 256).unwrap();
                image::Rgba([byte(x), byte(y), 90, if alpha { byte(x) } else { 255 }])
            });
            let mut bytes = Vec::new();
            let mut encoder = image::codecs::png::PngEncoder::new(&mut bytes);
            image::ImageEncoder::set_icc_profile(&mut encoder, colours.clone()).unwrap();
            let whole = DynamicImage::ImageRgba8(pixels);
            let source = if alpha { whole } else { whole.to_rgb8().into() };
            source.write_with_encoder(encoder).unwrap();
            let made = resize(&bytes, 480).unwrap();
            let (mut decoder, moves) = open(&made).unwrap();
            assert!(!moves);
            assert_eq!(decoder.dimensions(), (480, 32));
            assert_eq!(decoder.icc_profile().unwrap(), Some(colours.clone()));
            let read = DynamicImage::from_decoder(decoder).unwrap();
            assert_eq!(read.color().has_alpha(), alpha);
        }
    }

    #[test]
    fn a_picture_is_never_made_larger_nor_higher_than_webp_can_be() {
        let tall = picture(490, 17_000, ImageFormat::Png);
        assert!(look(&tall).unwrap().sizes.is_empty());
        assert_eq!(resize(&tall, 480), Err(Unfit::TooLarge));
        let line = picture(1, 9000, ImageFormat::Png);
        let made = look(&resize(&line, 480).unwrap()).unwrap();
        assert_eq!((made.width, made.height), (1, 9000));
    }

    #[test]
    fn a_bomb_is_refused_by_its_header() {
        // A GIF that claims to be 65,535 pixels wide and high.
        let bomb = b"GIF89a\xff\xff\xff\xff\0\0\0\x2c\0\0\0\0\xff\xff\xff\xff\0\x02\0;";
        assert_eq!(look(bomb), Err(Unfit::TooLarge));
        assert_eq!(resize(bomb, 480), Err(Unfit::TooLarge));
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(64))]

        #[test]
        fn broken_bytes_are_refused_and_never_worse(cut in 0usize..4000, at in 0usize..4000, byte: u8) {
            let mut bytes = picture(120, 80, ImageFormat::Jpeg);
            bytes.truncate(cut.max(1));
            let at = at % bytes.len();
            bytes[at] = byte;
            let _ = look(&bytes);
            let _ = resize(&bytes, 40);
        }
    }
}
