//! The context of an event: who, in which course (`ES E-32` … `E-34`).

use std::borrow::Cow;

use crate::course_key::{self, CourseKey};
use crate::event::Unread;
use crate::fields::{nonempty, says_something, stripped, user_id};
use crate::json::Value;
use crate::{time, url};

/// What the context of an event tells, and the course of its URL.
#[derive(Default)]
pub(crate) struct Context<'a> {
    pub(crate) user_id: Option<i64>,
    pub(crate) course_id: Option<Cow<'a, str>>,
    pub(crate) course_id_or_url: Option<Cow<'a, str>>,
    pub(crate) course_id_from_mfe: Option<Cow<'a, str>>,
    pub(crate) org_id: Option<Cow<'a, str>>,
    pub(crate) received_at: Option<i64>,
    pub(crate) unread: Unread,
}

impl<'a> Context<'a> {
    /// Reads the context; nothing is known of an event without one, not even by its URL (`ES E-33` 1).
    pub(crate) fn read(
        context: Option<Value<'_, 'a>>,
        source: Option<&str>,
        event_type: Option<&str>,
        page: Option<&str>,
    ) -> Self {
        let mut read = Self::default();
        let Some(context) = context.filter(|context| context.is_object()) else {
            return read;
        };
        let mut course_id = None;
        let mut org_id = None;
        for member in context.members() {
            match member.name() {
                "course_id" => course_id = Some(member),
                "org_id" => org_id = Some(member),
                "user_id" => {
                    read.user_id = user_id(Some(member));
                    read.unread.user_id = read.user_id.is_none() && says_something(member);
                }
                "received_at" => {
                    let time = member.as_text().and_then(|text| time::parse(text));
                    read.received_at = time.map(|time| time.micros);
                }
                _ => {}
            }
        }
        match stripped(course_id) {
            Some(course) => match CourseKey::parse(&course) {
                Some(key) => {
                    read.unread.odd_course_id = !key.is_strict();
                    read.course_id_or_url = Some(course.clone());
                    read.course_id = Some(course);
                }
                // An invalid id is not made up for by the URL (`ES E-33` 2).
                None => read.unread.course_id = true,
            },
            None => read.find_in_url(source, event_type, page),
        }
        let org_of_course = || read.course_id_or_url.as_deref().and_then(course_key::org);
        read.org_id = nonempty(org_id).or_else(|| org_of_course().map(|org| Cow::Owned(org.to_owned())));
        read
    }

    /// `ES E-33` 3.
    fn find_in_url(&mut self, source: Option<&str>, event_type: Option<&str>, page: Option<&str>) {
        let address = match source {
            Some("server") => event_type,
            Some("browser") => page,
            _ => None,
        };
        let Some(address) = address else { return };
        self.course_id_or_url = url::course_of(address).map(Cow::Owned);
        if self.course_id_or_url.is_none() {
            self.course_id_from_mfe = url::course_of_micro_front_end(address).map(Cow::Owned);
        }
    }
}
