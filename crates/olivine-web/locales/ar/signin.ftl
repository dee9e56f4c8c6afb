# Landing page and sign-in.
landing-title = اعرف كيف يسير مساقك
landing-claim = يعرض { $site } لفرق المساقات من المسجلون وماذا يفعلون وكيف يسير تعلمهم: أرقام يمكن الوثوق بها وفتحها وتنزيلها.
landing-enrollment-ask = من هم طلابي؟
landing-enrollment-gain = التسجيل حسب المسار واليوم، ومن أين يأتي المتعلمون، وما ذكروه عن أنفسهم.
landing-engagement-ask = هل هم معي؟
landing-engagement-gain = كم شخصًا يزور ويشاهد ويحاول ويناقش، أسبوعًا بعد أسبوع.
landing-performance-ask = أين يتعثرون؟
landing-performance-gain = اعرف ما هو صعب قبل أن تبدأ الدورة التالية.
sign-in-title = تسجيل الدخول
sign-in-user = اسم المستخدم
sign-in-password = كلمة المرور
sign-in-button = دخول
sign-in-failed = اسم المستخدم أو كلمة المرور غير صحيحة، أو الحساب معطّل.
sign-in-limited = محاولات كثيرة. انتظر { $count ->
    [one] دقيقة واحدة
    [two] دقيقتين
    [few] { $minutes } دقائق
   *[other] { $minutes } دقيقة
 } ثم حاول من جديد.
sign-in-busy = يسجّل الدخول الآن عدد كبير من الناس. حاول من جديد بعد بضع ثوانٍ.
sign-in-needed = سجّل الدخول لرؤية تلك الصفحة.
signed-out = تم تسجيل الخروج.
sign-in-help = ينشئ مشغّل الموقع الحسابات.

# Signing in at the LMS.
sign-in-lms-button = سجّل الدخول بحسابك في Open edX
sign-in-or = أو بحساب في هذا الموقع
sign-in-lms-state = بدأ تسجيل الدخول هذا منذ وقت طويل، أو انتهى من قبل، أو بدأ في متصفح آخر. ابدأ من جديد.
sign-in-lms-denied = لم تسمح لـ Open edX بأن يخبرنا من أنت، فلم يُسجَّل دخولك.
sign-in-lms-down = لا يستجيب Open edX، فلا يمكن لأحد تسجيل الدخول من خلاله الآن. حاول مرة أخرى بعد بضع دقائق.
sign-in-lms-refused = يرفض Open edX تسجيل الدخول لهذا الموقع. يستطيع مشغّل الموقع إصلاح ذلك.
sign-in-lms-scope = ما يخبرنا به Open edX عنك غير كافٍ: نحتاج إلى ملفك الشخصي ورقم المستخدم.
sign-in-lms-token = لا يمكن الوثوق بما يخبرنا به Open edX عنك. يستطيع مشغّل الموقع إصلاح ذلك.
sign-in-lms-clock = ساعة Open edX تختلف عن ساعة هذا الموقع، فلا يمكن تسجيل دخولك. يستطيع مشغّل الموقع إصلاح ذلك.
sign-in-lms-disabled = حسابك معطّل في هذا الموقع.
sign-in-lms-name = اسم المستخدم الخاص بك يعود إلى حساب آخر في هذا الموقع. يستطيع مشغّل الموقع المساعدة.
sign-in-lms-rights = لا يخبرنا Open edX بالمساقات التي يحق لك رؤيتها. حاول مرة أخرى بعد بضع دقائق.
embed-whole-page = افتح التقرير كاملًا
