report-enrollment-demographics-gender-title = Inscrits par genre
report-enrollment-demographics-gender-question = Comment les inscrits se répartissent-ils par genre, et comment cela a-t-il évolué ?
report-enrollment-demographics-gender-section-1-title = Genre
report-enrollment-demographics-gender-section-1-help = Parts de ceux qui l’ont indiqué, à la fin du dernier jour complet.
report-enrollment-demographics-gender-section-2-title = Genre au fil du temps
report-enrollment-demographics-gender-section-2-help = Inscrits à la fin de chaque jour. Un profil qui change modifie tout l’historique.
report-enrollment-demographics-gender-about =
    Le profil est celui de la copie la plus récente du LMS et s’applique à tous les jours passés : qui le modifie change de groupe dans tout l’historique.

    Chacun donne ces informations lui-même en créant son compte, et beaucoup ne le font pas : les parts portent sur ceux qui l’ont fait. Les inscriptions actuelles et totales sont celles d’*Activité des inscriptions*, réparties par profil.
