report-engagement-students-title = مشاركة الطلاب
report-engagement-students-question = ماذا فعل كل متعلم، يوميًا وأسبوعيًا وإجمالًا؟
