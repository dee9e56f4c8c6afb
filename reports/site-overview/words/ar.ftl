report-site-overview-title = نظرة على الموقع
report-site-overview-question = كيف حال الموقع كله؟
report-site-overview-section-1-title = التسجيل
report-site-overview-section-1-help = التسجيلات الحالية في جميع المساقات معًا في كل يوم. من سُجّل في مساقين يُحسب مرتين.
report-site-overview-section-2-title = النشطون أسبوعيًا
report-site-overview-section-2-help = أشخاص مختلفون لهم أي نشاط في أي مساق في كل أسبوع مكتمل، من الاثنين إلى الأحد بتوقيت UTC.
report-site-overview-about =
    أرقام جميع المساقات معًا، لمن يعتني بالموقع. تُعدّ **التسجيلات** لا الأشخاص: من سُجّل في مساقين يُعدّ مرتين. و**النشطون** يُعدّون مرة كل أسبوع، مهما كان عدد المساقات التي كانوا فيها.
