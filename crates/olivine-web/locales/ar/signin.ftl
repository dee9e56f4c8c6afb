# Landing page and sign-in.
landing-title = اعرف كيف يسير مقررك
landing-claim = يعرض { $site } لفرق المقررات من المسجلون وماذا يفعلون وكيف يسير تعلمهم: أرقام يمكن الوثوق بها وفتحها وتنزيلها.
landing-enrollment-ask = من هم طلابي؟
landing-enrollment-gain = التسجيل حسب المسار واليوم، ومن أين يأتي المتعلمون، وما ذكروه عن أنفسهم.
landing-engagement-ask = هل هم معي؟
landing-engagement-gain = كم شخصًا يزور ويشاهد ويحاول ويناقش، أسبوعًا بعد أسبوع.
landing-performance-ask = أين يتعثرون؟
landing-performance-gain = اعرف ما هو صعب قبل أن يبدأ الفصل التالي.
sign-in-title = تسجيل الدخول
sign-in-user = اسم المستخدم
sign-in-password = كلمة المرور
sign-in-button = دخول
sign-in-failed = اسم المستخدم أو كلمة المرور غير صحيحة، أو الحساب مغلق.
sign-in-limited = محاولات كثيرة. انتظر { $count ->
    [one] دقيقة واحدة
    [two] دقيقتين
    [few] { $minutes } دقائق
   *[other] { $minutes } دقيقة
 } ثم حاول من جديد.
sign-in-needed = سجّل الدخول لرؤية تلك الصفحة.
signed-out = تم تسجيل الخروج.
sign-in-help = ينشئ مشغّل الموقع الحسابات.
