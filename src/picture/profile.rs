//! The colour profile of a picture, taken along into its WebP sizes: photographs of a wide gamut keep their colours.
//!
//! Comes in: a profile as a decoder gives it, and WebP as libwebp writes it. Goes out: WebP with the profile in it
//! (RFC 9649). The pixels are not touched.

/// The most bytes that a profile may have: those of displays have some thousand, those of presses are not for screens.
const MAX_PROFILE: usize = 64 << 10;

/// Says in an extended header that there is a profile.
const HAS_PROFILE: u8 = 0b0010_0000;

/// Says that there is transparency.
const HAS_ALPHA: u8 = 0b0001_0000;

/// The part of a WebP file before its first chunk.
const FILE_HEADER: usize = 12;

/// The name and length of a chunk.
const CHUNK_HEADER: usize = 8;

/// Whether `profile` says more than every screen assumes: it is for red, green and blue, and for other ones than sRGB.
pub(super) fn is_needed(profile: &[u8]) -> bool {
    let rgb = profile.get(16..20) == Some(b"RGB ");
    let names = [&b"sRGB"[..], b"s\0R\0G\0B"];
    let standard = names
        .iter()
        .any(|name| profile.windows(name.len()).any(|window| window == *name));
    rgb && !standard && profile.len() <= MAX_PROFILE
}

/// `webp`, of this width and height, with `profile` in it. What is no WebP is given back as it is.
pub(super) fn carried(
    webp: &[u8],
    width: u32,
    height: u32,
    alpha: bool,
    profile: &[u8],
) -> Vec<u8> {
    let Some(chunks) = webp
        .get(FILE_HEADER..)
        .filter(|_| webp.starts_with(b"RIFF") && webp.get(8..12) == Some(b"WEBP"))
    else {
        return webp.to_vec();
    };
    let (flags, rest) = match chunks.get(CHUNK_HEADER) {
        // There is an extended header already: it is written anew.
        Some(flags) if chunks.starts_with(b"VP8X") => {
            (*flags, chunks.get(CHUNK_HEADER + 10..).unwrap_or(&[]))
        }
        _ => (if alpha { HAS_ALPHA } else { 0 }, chunks),
    };
    let mut header = [0; 10];
    header[0] = flags | HAS_PROFILE;
    header[4..7].copy_from_slice(&width.saturating_sub(1).to_le_bytes()[..3]);
    header[7..10].copy_from_slice(&height.saturating_sub(1).to_le_bytes()[..3]);
    let mut body = b"WEBP".to_vec();
    chunk(&mut body, b"VP8X", &header);
    chunk(&mut body, b"ICCP", profile);
    body.extend_from_slice(rest);
    let mut out = Vec::with_capacity(body.len() + CHUNK_HEADER);
    chunk(&mut out, b"RIFF", &body);
    out
}

/// Appends a chunk; its length is even in the file.
fn chunk(out: &mut Vec<u8>, name: &[u8; 4], body: &[u8]) {
    out.extend_from_slice(name);
    // Pictures and profiles are bounded far below 4 GiB.
    out.extend_from_slice(&u32::try_from(body.len()).unwrap_or(u32::MAX).to_le_bytes());
    out.extend_from_slice(body);
    if body.len() % 2 == 1 {
        out.push(0);
    }
}

#[cfg(test)]
pub(super) mod tests {
    use super::*;

    /// A profile as far as it is looked at: for `space`, described by `name`.
    pub(in crate::picture) fn profile(space: &[u8; 4], name: &[u8]) -> Vec<u8> {
        let mut profile = vec![0; 128];
        profile[16..20].copy_from_slice(space);
        profile.extend_from_slice(name);
        profile
    }

    #[test]
    fn only_a_profile_that_says_more_than_srgb_is_taken_along() {
        for (space, name, needed) in [
            (b"RGB ", &b"Display P3"[..], true),
            (b"RGB ", b"s\0R\0G\0B\0 \0I\0E\0C", false),
            (b"RGB ", b"sRGB IEC61966-2.1", false),
            (b"CMYK", b"Coated", false),
            (b"GRAY", b"Dot gain", false),
        ] {
            assert_eq!(is_needed(&profile(space, name)), needed, "{name:?}");
        }
        assert!(!is_needed(b""));
        assert!(!is_needed(&profile(b"RGB ", &vec![1; MAX_PROFILE])));
    }

    #[test]
    fn what_is_no_webp_stays_as_it_is() {
        for bytes in [&b""[..], b"RIFF", b"GIF89a\0\0\0\0\0\0\0"] {
            assert_eq!(carried(bytes, 1, 1, false, b"p"), bytes);
        }
    }
}
