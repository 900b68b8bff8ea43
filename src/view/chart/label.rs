//! Where the amounts of a chart are written.
//!
//! Comes in: the place of a point, what is to be written beside it, the points of the chart, and the labels that stand
//! already. Goes out: a place inside the field that none of them has, if there is one.

use super::super::contract::{ChartAnchorView, ChartLabelView};
use super::{BOTTOM, LEFT, WIDTH, tenth};

/// The width of a digit where letters are 20 units high, the most that a theme is promised. What is narrower leaves room
/// for what is wider.
const DIGIT: f64 = 11.0;

/// The height of a digit of that size.
const DIGIT_HEIGHT: f64 = 15.0;

/// From the middle of a point to the digits above or below it.
const AWAY: f64 = 8.0;

/// From the middle of a point to its edge.
const DOT: f64 = 4.0;

/// The part of the picture that a label takes.
#[derive(Clone, Copy, Debug)]
pub(super) struct Taken {
    left: f64,
    right: f64,
    top: f64,
    bottom: f64,
}

impl Taken {
    /// `text` with its baseline at `y`, and its `anchor` at `x`.
    fn by(text: &str, x: f64, y: f64, anchor: ChartAnchorView) -> Self {
        let characters = u32::try_from(text.chars().count()).unwrap_or(u32::MAX);
        let width = f64::from(characters) * DIGIT;
        let left = match anchor {
            ChartAnchorView::Start => x,
            ChartAnchorView::Middle => x - width / 2.0,
            ChartAnchorView::End => x - width,
        };
        Self {
            left,
            right: left + width,
            top: y - DIGIT_HEIGHT,
            bottom: y,
        }
    }

    pub(super) fn by_point(x: f64, y: f64) -> Self {
        Self {
            left: x - DOT,
            right: x + DOT,
            top: y - DOT,
            bottom: y + DOT,
        }
    }

    fn meets(&self, other: &Self) -> bool {
        self.left < other.right
            && other.left < self.right
            && self.top < other.bottom
            && other.top < self.bottom
    }

    /// Whether it stands between the words of the axes.
    fn is_inside(&self) -> bool {
        self.left >= f64::from(LEFT)
            && self.right <= f64::from(WIDTH)
            && self.top >= 0.0
            && self.bottom <= f64::from(BOTTOM)
    }
}

/// Where to write `text` beside the point at `x` and `y`: close above it, below it or higher up, over its middle rather
/// than to one side, and over another of the `points` only if there is no other room. `None` where there is none at all.
pub(super) fn place(
    text: &str,
    (x, y): (f64, f64),
    points: &[Taken],
    labels: &mut Vec<Taken>,
) -> Option<ChartLabelView> {
    use ChartAnchorView::{End, Middle, Start};
    let baselines = [y - AWAY, y + AWAY + DIGIT_HEIGHT, y - AWAY - DIGIT_HEIGHT];
    // What begins at its point keeps off the words of the axis, which end where points may begin.
    let anchors = [(Middle, x), (End, x), (Start, x + DOT)];
    let places: Vec<(Taken, (f64, f64), ChartAnchorView)> = baselines
        .into_iter()
        .flat_map(|y| anchors.map(|(anchor, x)| (Taken::by(text, x, y, anchor), (x, y), anchor)))
        .filter(|(wanted, ..)| wanted.is_inside() && !labels.iter().any(|l| l.meets(wanted)))
        .collect();
    let (wanted, (x, y), anchor) = places
        .iter()
        .find(|(wanted, ..)| !points.iter().any(|point| point.meets(wanted)))
        .or(places.first())?;
    labels.push(*wanted);
    Some(ChartLabelView {
        x: tenth(*x),
        y: tenth(*y),
        anchor: *anchor,
    })
}

#[cfg(test)]
mod tests {
    use ChartAnchorView::{End, Middle, Start};

    use super::*;

    /// Where the labels at these places are written: baseline above (`^`) or below (`v`) its point, or one line higher
    /// (`^^`), and anchor.
    fn placed(labels: &[(&str, f64, f64)]) -> Vec<Option<(&'static str, ChartAnchorView)>> {
        let points: Vec<Taken> = labels
            .iter()
            .map(|(_, x, y)| Taken::by_point(*x, *y))
            .collect();
        let mut taken = Vec::new();
        labels
            .iter()
            .map(|(text, x, y)| {
                let label = place(text, (*x, *y), &points, &mut taken)?;
                let line = match label.y - y {
                    below if below > 0.0 => "v",
                    above if above < -AWAY => "^^",
                    _ => "^",
                };
                Some((line, label.anchor))
            })
            .collect()
    }

    #[test]
    fn a_label_keeps_off_the_edges_by_its_own_length() {
        for (text, x, expected) in [
            ("$5.3B", 220.0, Some(Middle)),
            ("$5.3B", 386.0, Some(End)),
            ("$5.3B", 370.0, Some(Middle)),
            ("$1,234.5M", 345.0, Some(Middle)),
            ("$1,234.5M", 355.0, Some(End)),
            ("$5.3B", 54.0, Some(Start)),
            ("$1,234.5M", 100.0, Some(Start)),
            ("9999 partners in retail and trade", 220.0, None),
        ] {
            let expected = expected.map(|anchor| ("^", anchor));
            assert_eq!(placed(&[(text, x, 90.0)]), [expected], "{text} at {x}");
        }
    }

    #[test]
    fn labels_near_each_other_part_or_the_later_is_left_out() {
        for (first, second, expected) in [
            // Far enough for what they say, or not.
            (("5", 200.0, 90.0), ("9", 212.0, 90.0), Some(("^", Middle))),
            (
                ("$5.3B", 200.0, 90.0),
                ("$9B", 212.0, 90.0),
                Some(("v", Middle)),
            ),
            (
                ("$5.3B", 200.0, 90.0),
                ("$9B", 244.0, 90.0),
                Some(("^", Middle)),
            ),
            (
                ("$1,234.5M", 200.0, 90.0),
                ("$9B", 262.0, 90.0),
                Some(("^", Start)),
            ),
            // On the baseline there is no room below.
            (
                ("$5.3B", 200.0, 172.0),
                ("$9B", 212.0, 172.0),
                Some(("^^", Middle)),
            ),
            (
                ("$5.3B", 200.0, 30.0),
                ("99 partners", 212.0, 172.0),
                Some(("^", Middle)),
            ),
        ] {
            assert_eq!(
                placed(&[first, second])[1],
                expected,
                "{first:?} {second:?}"
            );
        }
        let crowd = [
            ("$5.3B", 200.0, 172.0),
            ("$9B", 200.0, 172.0),
            ("$8B", 200.0, 172.0),
        ];
        assert_eq!(placed(&crowd)[1..], [Some(("^^", Middle)), None]);
    }

    #[test]
    fn a_label_covers_another_point_only_if_it_must() {
        // The next point is a little higher, and there is no room below.
        let rising = [("$7.19B", 54.0, 160.0), ("", 80.0, 148.0)];
        assert_eq!(placed(&rising)[0], Some(("^^", Start)));
        let wall: Vec<_> = (0..8)
            .map(|n| ("", 80.0, 160.0 - 8.0 * f64::from(n)))
            .collect();
        let crowd = [&[("$7.19B", 54.0, 160.0)][..], &wall].concat();
        assert_eq!(placed(&crowd)[0], Some(("^", Start)));
    }
}
