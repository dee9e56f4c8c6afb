//! Names of blocks in the data.

use super::tree::encoded;

#[test]
fn videos_have_short_names_in_the_data() {
    assert_eq!(encoded("i4x://X/A.1/video/v.2"), "i4x-X-A_1-video-v_2");
    assert_eq!(encoded("block-v1:X+A+1+type@video+block@abc"), "abc");
    assert_eq!(encoded("abc"), "abc");
}
